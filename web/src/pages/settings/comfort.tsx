import { usePreferences } from '../../app/preferences'
import { useWords } from '../../i18n/language'
import { Segmented, Switch } from '../../ui/field'
import { filterOf } from '../../review/veil/rule'
import { Block, Row } from './block'
import { settingsWords } from './words'

const strengths = [0, 1, 2, 3]

export function Comfort() {
  const t = useWords(settingsWords)
  const [preferences, change] = usePreferences()
  return (
    <Block id="comfort" title={t.comfort} note={t.comfortNote}>
      <Row name={t.veil}>
        <Segmented label={t.veil} options={[{ value: 'risky', label: t.veilRisky }, { value: 'all', label: t.veilAll }, { value: 'none', label: t.veilNone }]} value={preferences.veil} onChange={(veil) => change({ veil })} />
      </Row>
      <Row name={t.blur}>
        <Segmented label={t.blur} options={strengths.map((value) => ({ value, label: t.strength(value) }))} value={preferences.blur} onChange={(blur) => change({ blur })} />
      </Row>
      <Row name={t.sample}><Sample /></Row>
      <Row name=""><Switch label={t.grey} checked={preferences.grey} onChange={(grey) => change({ grey })} /></Row>
      <Row name=""><Switch label={t.mute} checked={preferences.muteVideo} onChange={(muteVideo) => change({ muteVideo })} /></Row>
    </Block>
  )
}

/** Sample shows on a harmless drawing what the choices do. */
function Sample() {
  const [preferences] = usePreferences()
  return (
    <span aria-hidden="true" className="flex gap-3">
      {(['open', 'veil'] as const).map((covered) => (
        <span key={covered} className="block size-24 overflow-hidden rounded-card border border-line [container-type:inline-size]">
          <svg viewBox="0 0 96 96" className="size-full" style={{ filter: [covered === 'veil' && 'grayscale(1)', filterOf(preferences, covered)].filter(Boolean).join(' '), transform: covered === 'veil' ? 'scale(1.1)' : undefined }}>
            <rect width="96" height="96" fill="#8fc7e8" />
            <circle cx="70" cy="26" r="11" fill="#ffd66b" />
            <path d="M0 66 L26 38 L48 60 L64 46 L96 74 V96 H0 Z" fill="#4f9a73" />
            <path d="M0 78 L34 62 L96 84 V96 H0 Z" fill="#2f6b54" />
          </svg>
        </span>
      ))}
    </span>
  )
}
