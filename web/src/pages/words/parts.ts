export interface Part { text: string; lines: number }

/** Names by which the server knows that a first line names columns. */
const columns: ReadonlySet<string> = new Set(['text', '词', '词条', '敏感词'])

/** parts cuts a file into pieces of about so many lines, each with the line that names the columns, if there is one. Inside quotes nothing is cut. */
export function parts(text: string, most: number): Part[] {
  const lines = text.replace(/^\uFEFF/, '').split('\n')
  if (lines.at(-1) === '') lines.pop()
  const first = lines[0] ?? ''
  const isTable = first.split(',').some((name) => columns.has(name.trim().replaceAll('"', '').trim().toLowerCase()))
  const head = isTable ? `${first}\n` : ''
  const found: Part[] = []
  let piece: string[] = []
  let open = false
  const cut = () => {
    if (piece.length > 0) found.push({ text: `${head}${piece.join('\n')}\n`, lines: piece.length })
    piece = []
  }
  for (const line of isTable ? lines.slice(1) : lines) {
    piece.push(line)
    if (isTable && (line.split('"').length - 1) % 2 === 1) open = !open
    if (piece.length >= most && !open) cut()
  }
  cut()
  return found
}
