/** What the server takes: these kinds, of at most 20 MiB. */
export const kinds = ['image/jpeg', 'image/png', 'image/gif', 'image/webp', 'image/bmp'] as const
export const most = 20 << 20

export type Refusal = 'kind' | 'large' | 'empty'

/** refusalOf tells why a file is not worth sending; null where the server may have it. */
export function refusalOf(file: Pick<File, 'size' | 'type'>): Refusal | null {
  if (!(kinds as readonly string[]).includes(file.type)) return 'kind'
  return file.size === 0 ? 'empty' : file.size > most ? 'large' : null
}

/** base64 is a file as the API takes it. */
export async function base64(file: Blob): Promise<string> {
  const address = await new Promise<string>((done, failed) => {
    const reader = new FileReader()
    reader.addEventListener('load', () => done(String(reader.result)))
    reader.addEventListener('error', () => failed(reader.error ?? new Error('the file cannot be read')))
    reader.readAsDataURL(file)
  })
  return address.slice(address.indexOf(',') + 1)
}

/** cells are the places of the bits that are set in a hash of 256 bits, in rows of 16; none for what is no such hash. */
export function cells(hash: string): [x: number, y: number][] {
  if (!/^[0-9a-f]{64}$/i.test(hash)) return []
  return Array.from(hash).flatMap((digit, i) => {
    const bits = Number.parseInt(digit, 16)
    return [0, 1, 2, 3].filter((bit) => bits & (8 >> bit)).map((bit): [number, number] => [(i * 4 + bit) % 16, Math.floor((i * 4 + bit) / 16)])
  })
}
