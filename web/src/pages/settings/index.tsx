import { LogOut } from 'lucide-react'
import { useSession } from '../../api/session'
import { Page } from '../../app/shell'
import { shell } from '../../app/words'
import { useWords } from '../../i18n/language'
import { Button } from '../../ui/button'
import { Block } from './block'
import { Comfort } from './comfort'
import { Keys } from './keys'
import { Look, Pace } from './look'
import { Password } from './password'
import { Sessions } from './sessions'
import { Tokens } from './tokens'
import { SecondFactor } from './totp'
import { settingsWords } from './words'

/** SettingsPage is what somebody sets for himself. */
export function SettingsPage() {
  const t = useWords(settingsWords)
  const names = useWords(shell)
  const { logOut } = useSession()
  const sections = [['look', t.look], ['work', t.work], ['comfort', t.comfort], ['keys', t.keys], ['security', t.security], ['tokens', t.tokens]] as const
  return (
    <Page title={t.title} aside={<Button size="s" icon={<LogOut size={14} />} onClick={() => void logOut()}>{names.logOut}</Button>}>
      <div className="mx-auto flex max-w-[1180px] gap-8 px-5">
        <nav aria-label={t.sections} className="sticky top-0 hidden w-32 shrink-0 self-start py-6 min-[1024px]:block">
          <ul className="flex flex-col gap-0.5">
            {sections.map(([id, name]) => (
              <li key={id}>
                <a href={`#${id}`} onClick={(event) => { event.preventDefault(); document.getElementById(id)?.scrollIntoView({ block: 'start' }) }} className="flex h-8 items-center rounded-control px-2 text-ui text-ink-2 hover:bg-hover hover:text-ink">{name}</a>
              </li>
            ))}
          </ul>
        </nav>
        <div className="min-w-0 flex-1">
          <Look />
          <Pace />
          <Comfort />
          <Keys />
          <Block id="security" title={t.security}>
            <Password />
            <hr className="border-line" />
            <SecondFactor />
            <hr className="border-line" />
            <Sessions />
          </Block>
          <Tokens />
        </div>
      </div>
    </Page>
  )
}
