import type { ReactNode } from 'react'

/** Block is one subject of the settings: what it is at the left, how it is set at the right. */
export function Block({ id, title, note, children }: { id: string; title: string; note?: ReactNode; children: ReactNode }) {
  return (
    <section id={id} aria-labelledby={`${id}-title`} className="grid scroll-mt-4 grid-cols-1 gap-x-8 gap-y-3 border-b border-line py-6 last:border-b-0 min-[1100px]:grid-cols-[220px_minmax(0,1fr)]">
      <div>
        <h2 id={`${id}-title`} className="text-[15px] font-semibold">{title}</h2>
        {note && <p className="pt-1 text-label text-ink-2">{note}</p>}
      </div>
      <div className="flex min-w-0 flex-col gap-4">{children}</div>
    </section>
  )
}

/** Row is one setting, its name before it. */
export function Row({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="flex min-h-8 items-center gap-4">
      <span className="w-28 shrink-0 text-ui text-ink-2">{name}</span>
      <div className="flex min-w-0 flex-1 flex-wrap items-center gap-3">{children}</div>
    </div>
  )
}
