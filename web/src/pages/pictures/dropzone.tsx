import { type ChangeEvent, type DragEvent, useRef, useState } from 'react'
import { ImagePlus } from 'lucide-react'
import { useWords } from '../../i18n/language'
import { Button } from '../../ui/button'
import { cx } from '../../ui/class'
import { kinds } from './file'
import { pictureWords } from './words'

/** DropZone takes pictures that are dropped on it or chosen. */
export function DropZone({ onFiles, many, disabled, className }: { onFiles: (files: File[]) => void; many?: boolean; disabled?: boolean; className?: string }) {
  const t = useWords(pictureWords)
  const field = useRef<HTMLInputElement>(null)
  const [over, setOver] = useState(false)
  const take = (list: FileList | null) => {
    const files = Array.from(list ?? [])
    if (files.length > 0 && !disabled) onFiles(many ? files : files.slice(0, 1))
  }
  const onDrag = (event: DragEvent) => {
    event.preventDefault()
    setOver(event.type === 'dragover' && !disabled)
  }
  const onDrop = (event: DragEvent) => {
    event.preventDefault()
    setOver(false)
    take(event.dataTransfer.files)
  }
  const onChange = (event: ChangeEvent<HTMLInputElement>) => {
    take(event.target.files)
    event.target.value = '' // the same file may be chosen again
  }
  return (
    <div
      onDragOver={onDrag} onDragLeave={onDrag} onDrop={onDrop}
      className={cx('flex flex-col items-center justify-center gap-2 rounded-card border border-dashed px-4 py-4 text-center', over ? 'border-accent bg-accent-soft' : 'border-line-strong bg-sunken', className)}
    >
      <div className="flex flex-wrap items-center justify-center gap-2 text-ui text-ink-2">
        <ImagePlus size={16} aria-hidden="true" className="text-ink-3" />{t.drop}
        <input ref={field} type="file" accept={kinds.join(',')} multiple={many} tabIndex={-1} aria-label={t.choose} className="hidden" onChange={onChange} />
        <Button size="s" disabled={disabled} onClick={() => field.current?.click()}>{t.choose}</Button>
      </div>
      <p className="text-label text-ink-3">{t.dropNote}</p>
    </div>
  )
}
