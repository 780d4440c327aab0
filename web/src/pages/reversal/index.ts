export { ReversalDialog, ReverseButton } from './dialog'
export { ReversalPanel } from './panel'
