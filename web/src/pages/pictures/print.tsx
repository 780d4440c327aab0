import { cells } from './file'

/** Print draws a picture's hash: two that look alike are of pictures that do. */
export function Print({ hash, size = 24 }: { hash: string; size?: number }) {
  return (
    <svg aria-hidden="true" viewBox="0 0 16 16" width={size} height={size} shapeRendering="crispEdges" className="inline-block shrink-0 rounded-[2px] bg-active align-middle text-ink-2">
      <path fill="currentColor" d={cells(hash).map(([x, y]) => `M${x} ${y}h1v1h-1z`).join('')} />
    </svg>
  )
}
