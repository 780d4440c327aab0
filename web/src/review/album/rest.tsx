import { Coffee, Images, Moon } from 'lucide-react'
import { useWords } from '../../i18n/language'
import { useKeys } from '../../keys/keys'
import { Button } from '../../ui/button'
import { Empty, Failed, Loading } from '../../ui/states'
import { Elsewhere } from '../desk/nothing'
import { deskWords } from '../desk/words'
import type { Album } from './use'
import { albumWords } from './words'

/** Resting is what stands where no batch does: nothing waits, somebody has a break, or nothing could be had. */
export function Resting({ album }: { album: Album }) {
  const t = useWords(albumWords)
  const desk = useWords(deskWords)
  const { rest, dry, failure } = album.state
  useKeys({ punish: album.goOn }, { enabled: rest !== 'none' })
  if (rest !== 'none') {
    return (
      <Empty title={rest === 'idle' ? desk.idleOver : desk.pausedTitle} icon={rest === 'idle' ? <Moon size={24} /> : <Coffee size={24} />}>
        <p className="pb-3">{rest === 'idle' ? desk.idleOverNote : desk.pausedNote}</p>
        <Button look="accent" command="punish" onClick={album.goOn}>{desk.resume}</Button>
      </Empty>
    )
  }
  if (failure) return <Failed title={desk.claimFailed} error={failure} again={album.goOn} />
  if (dry) return <Empty title={t.empty} icon={<Images size={24} />}><p>{t.emptyNote}</p><Elsewhere queue="album" /></Empty>
  return <Loading rows={8} />
}
