import { Coffee, Images } from 'lucide-react'
import { useWords } from '../../i18n/language'
import { Button } from '../../ui/button'
import { Empty, Failed, Loading } from '../../ui/states'
import { deskWords } from '../desk/words'
import type { Album } from './use'
import { albumWords } from './words'

/** Resting is what stands where no batch does: nothing waits, somebody has a break, or nothing could be had. */
export function Resting({ album }: { album: Album }) {
  const t = useWords(albumWords)
  const desk = useWords(deskWords)
  const { rest, dry, failure } = album.state
  if (rest !== 'none') {
    return (
      <Empty title={rest === 'idle' ? desk.idleOver : desk.pausedTitle} icon={<Coffee size={24} />}>
        <p className="pb-3">{rest === 'idle' ? desk.idleOverNote : desk.pausedNote}</p>
        <Button look="accent" command="pause" onClick={album.goOn}>{desk.resume}</Button>
      </Empty>
    )
  }
  if (failure) return <Failed title={desk.claimFailed} error={failure} again={album.goOn} />
  if (dry) return <Empty title={t.empty} icon={<Images size={24} />}>{t.emptyNote}</Empty>
  return <Loading rows={8} />
}
