import { usePreferences } from '../../app/preferences'
import { useWords } from '../../i18n/language'
import { Segmented } from '../../ui/field'
import { Block, Row } from './block'
import { settingsWords } from './words'

/** Each language is named in itself, so that who cannot read this one finds his own. */
const languages = [{ value: 'zh', label: '中文' }, { value: 'en', label: 'English' }] as const

export function Look() {
  const t = useWords(settingsWords)
  const [preferences, change] = usePreferences()
  return (
    <Block id="look" title={t.look} note={<>{t.lookNote} {t.follows}</>}>
      <Row name={t.language}><Segmented label={t.language} options={languages} value={preferences.language} onChange={(language) => change({ language })} /></Row>
      <Row name={t.theme}>
        <Segmented label={t.theme} options={[{ value: 'system', label: t.system }, { value: 'light', label: t.light }, { value: 'dark', label: t.dark }]} value={preferences.theme} onChange={(theme) => change({ theme })} />
      </Row>
      <Row name={t.density}>
        <Segmented label={t.density} options={[{ value: 'comfortable', label: t.comfortable }, { value: 'compact', label: t.compact }]} value={preferences.density} onChange={(density) => change({ density })} />
      </Row>
    </Block>
  )
}

const windows = [5, 10, 20, 30, 60]
const breaks = [30, 50, 90]

export function Pace() {
  const t = useWords(settingsWords)
  const [preferences, change] = usePreferences()
  return (
    <Block id="work" title={t.work} note={t.workNote}>
      <Row name={t.undo}><Segmented label={t.undo} options={windows.map((value) => ({ value, label: t.seconds(value) }))} value={preferences.undoSeconds} onChange={(undoSeconds) => change({ undoSeconds })} /></Row>
      <Row name={t.pause}>
        <Segmented label={t.pause} options={[{ value: 0, label: t.never }, ...breaks.map((value) => ({ value, label: t.minutes(value) }))]} value={preferences.breakMinutes} onChange={(breakMinutes) => change({ breakMinutes })} />
      </Row>
    </Block>
  )
}
