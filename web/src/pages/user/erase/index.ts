export { EraseDialog } from './dialog'
export { ErasedPage } from './page'
