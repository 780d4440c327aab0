import { useWords } from '../../i18n/language'
import { Field, Switch } from '../../ui/field'
import { draftOf, isAddress, mostTimeout, whole } from './draft'
import type { PartProps } from './threshold'
import { thresholdWords } from './words'

/** DetectorFields is where pictures are looked at by a model outside; its token is written and never shown. */
export function DetectorFields({ draft, stored, editable, onChange }: PartProps) {
  const t = useWords(thresholdWords)
  const { detector } = draft
  const turn = (on: boolean) => onChange({ detector: on ? (draftOf(stored).detector ?? { url: '', token: '', timeout: '5000' }) : null })
  const put = (part: Partial<NonNullable<typeof detector>>) => detector && onChange({ detector: { ...detector, ...part } })
  const kept = stored.detector?.has_token === true
  return (
    <div className="flex flex-col gap-4">
      <div className="flex h-8 items-center"><Switch label={t.detector} checked={detector !== null} disabled={!editable} onChange={turn} /></div>
      {!detector && <p className="text-label text-ink-2">{t.detectorOff}</p>}
      {detector && (
        <div className="grid max-w-[720px] gap-x-5 gap-y-4 min-[1360px]:grid-cols-[minmax(0,2fr)_minmax(0,1fr)]">
          <Field label={t.url} hint={t.urlNote} error={detector.url !== '' && !isAddress(detector.url) ? t.badURL : undefined} inputMode="url" spellCheck={false} maxLength={2048} required disabled={!editable} value={detector.url} onChange={(e) => put({ url: e.target.value })} />
          <Field label={t.timeout} hint={t.timeoutNote} error={whole(detector.timeout, mostTimeout) === null ? t.badTimeout : undefined} type="number" min={1} max={mostTimeout} disabled={!editable} value={detector.timeout} onChange={(e) => put({ timeout: e.target.value })} />
          <Field label={t.token} hint={kept ? t.tokenKeep : t.tokenNew} type="password" autoComplete="new-password" placeholder={kept ? '••••••••' : ''} maxLength={4096} disabled={!editable} value={detector.token} onChange={(e) => put({ token: e.target.value })} />
        </div>
      )}
    </div>
  )
}
