import { Download } from 'lucide-react'
import { useSession } from '../../api/session'
import { useWords } from '../../i18n/language'
import { Button, CopyButton } from '../../ui/button'
import { Dialog } from '../../ui/dialog'
import { settingsWords } from './words'

/** RecoveryCodes shows them, once. */
export function RecoveryCodes({ codes, onClose }: { codes: readonly string[]; onClose: () => void }) {
  const t = useWords(settingsWords)
  const { me } = useSession()
  const text = `${codes.join('\n')}\n`
  const download = () => {
    const address = URL.createObjectURL(new Blob([text], { type: 'text/plain' }))
    const link = document.createElement('a')
    link.href = address
    link.download = `xiezhi-recovery-${me.member.username.replace(/[^\w.-]/g, '_')}.txt`
    link.click()
    setTimeout(() => URL.revokeObjectURL(address), 1000)
  }
  return (
    <Dialog title={t.codesTitle} onClose={onClose} foot={<><Button icon={<Download size={14} aria-hidden="true" />} onClick={download}>{t.download}</Button><Button look="accent" onClick={onClose}>{t.saved}</Button></>}>
      <p className="pb-3 text-ui text-ink-2">{t.codesNote}</p>
      <div className="flex items-start gap-2 rounded-control border border-line bg-sunken py-3 pr-2 pl-4">
        <ul className="grid flex-1 grid-cols-2 gap-x-6 gap-y-1.5 font-mono text-ui select-text">{codes.map((code) => <li key={code}>{code}</li>)}</ul>
        <CopyButton text={text} size="m" />
      </div>
    </Dialog>
  )
}
