import encoder from 'qrcode-generator'

/** QR is a text as a code that a phone reads: black on white in either theme, with the margin that readers want. */
export function QR({ text, label }: { text: string; label: string }) {
  const code = encoder(0, 'M')
  code.addData(text)
  code.make()
  const size = code.getModuleCount()
  const margin = 4
  let path = ''
  for (let y = 0; y < size; y++) for (let x = 0; x < size; x++) if (code.isDark(y, x)) path += `M${x + margin} ${y + margin}h1v1h-1z`
  return (
    <svg role="img" aria-label={label} viewBox={`0 0 ${size + 2 * margin} ${size + 2 * margin}`} width={176} height={176} shapeRendering="crispEdges" className="self-center rounded-card border border-line">
      <rect width="100%" height="100%" fill="#fff" />
      <path d={path} fill="#000" />
    </svg>
  )
}
