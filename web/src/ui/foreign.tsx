import { Link } from '@tanstack/react-router'
import { useSession } from '../api/session'
import { useLanguage } from '../i18n/language'
import { moment } from '../i18n/when'
import { cx } from './class'

/** ForeignLine is what others wrote, in one line: it may be long, run backwards or pile marks up, and stays in its box. */
export function ForeignLine({ children, className }: { children: string; className?: string }) {
  return <span dir="auto" title={children.slice(0, 300)} className={cx('foreign-line block', className)}>{children}</span>
}

const linkLook = 'foreign-line rounded-key text-ink underline decoration-line-strong underline-offset-2 hover:decoration-accent hover:text-accent'

/** UserLink leads to what is known of an app's user. */
export function UserLink({ app, id, className }: { app: string; id: string; className?: string }) {
  return <Link to="/users/$id" params={{ id }} search={{ app }} dir="auto" title={id.slice(0, 300)} onClick={(e) => e.stopPropagation()} className={cx('inline-block max-w-full align-bottom', linkLook, className)}>{id}</Link>
}

/** CaseLink leads to a case's whole story. */
export function CaseLink({ id, className }: { id: number; className?: string }) {
  return <Link to="/cases/$id" params={{ id: String(id) }} onClick={(e) => e.stopPropagation()} className={cx(linkLook, className)}>C-{id}</Link>
}

/** When is a moment; what exactly it was shows on hovering. */
export function When({ at, className }: { at: string; className?: string }) {
  const language = useLanguage()
  return <time dateTime={at} title={new Date(at).toLocaleString(language === 'zh' ? 'zh-CN' : 'en-GB')} className={cx('whitespace-nowrap', className)}>{moment(at, language)}</time>
}

/** inSentence is what others wrote, inside a sentence of ours: short, and without the marks that turn what follows around. */
export function inSentence(text: string, most = 40): string {
  const plain = text.replaceAll(/[\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/g, '')
  return plain.length > most ? `${plain.slice(0, most)}…` : plain
}

/** useIsMine tells whether a staff id is the reader's own. */
export function useIsMine(): (staffID: string | number | undefined) => boolean {
  const { me } = useSession()
  return (staffID) => String(staffID) === String(me.member.id)
}
