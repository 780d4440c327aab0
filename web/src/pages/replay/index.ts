export type { ReplayChange } from './change'
export { ReplayPanel } from './panel'
