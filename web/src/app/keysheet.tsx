import { useWords } from '../i18n/language'
import { words } from '../i18n/words'
import type { Command } from '../keys/keymap'
import { CommandKey } from '../ui/button'
import { Dialog } from '../ui/dialog'

export const commandWords = words(
  {
    title: '快捷键', decide: '裁决', move: '移动与查看', work: '工作', anywhere: '随处可用', note: '按物理键位识别，输入法组字时不触发；可在“我的设置”里改键或关闭。',
    pass: '通过，下一件 / 下一人', punish: '处罚，下一件；对话：下一人', batch: '提交本批 / 全部判定', reasons: '选择原因', actions: '选择处置（位置固定）', shorter: '缩短时长', longer: '加长时长',
    move4: '在对话、用户或图片间移动', space: '标记 / 取消；播放', evidence: '列为证据', user: '标记此人全部图片', reveal: '按住查看原图', sound: '播放 / 静音', merge: '合并处理同文案',
    undo: '撤销上一件', escalate: '升级给主管', skip: '跳过', note_: '备注', copy: '复制案件链接', pause: '暂停 / 继续接单', go: 'G 后按字母去队列', palette: '搜索与指令', help: '本页',
    frames: '前后一帧', call: '音视频', kick: '踢出通话，下一件', warn: '警告双方，下一件', close: '关闭通话，下一件', login: '同时限制登录', uphold: '只记违规，下一件', lift: '解除生效中的处罚', seek: '视频后退 / 前进 5 秒', play: '播放 / 暂停视频',
  },
  {
    title: 'Keyboard', decide: 'Decide', move: 'Move and look', work: 'Work', anywhere: 'Anywhere', note: 'Keys are physical and quiet while an input method composes; remap or switch them off in “My settings”.',
    pass: 'Pass, next case or user', punish: 'Punish, next case; dialogue: next user', batch: 'Submit the batch or all verdicts', reasons: 'Choose the reason', actions: 'Choose actions (fixed places)', shorter: 'Shorter', longer: 'Longer',
    move4: 'Move through messages, users or pictures', space: 'Mark / unmark; play', evidence: 'Mark as evidence', user: 'Mark all by this user', reveal: 'Hold to reveal', sound: 'Play / mute', merge: 'Decide same texts together',
    undo: 'Undo the last decision', escalate: 'Escalate to a supervisor', skip: 'Skip', note_: 'Note', copy: 'Copy a link to the case', pause: 'Pause / resume intake', go: 'G then a letter: go to a queue', palette: 'Search and commands', help: 'This page',
    frames: 'One frame back / on', call: 'Audio / video', kick: 'Kick from call, next', warn: 'Warn both sides, next', close: 'Close the call, next', login: 'Limit login as well', uphold: 'Uphold only, next', lift: 'Lift what is in force', seek: 'Film 5 s back / on', play: 'Play / pause a film',
  },
)

/** KeySheet shows every key there is. */
export function KeySheet({ onClose }: { onClose: () => void }) {
  const t = useWords(commandWords)
  return (
    <Dialog title={t.title} onClose={onClose} wide keys={{ help: onClose }}>
      <div className="columns-2 gap-x-10 *:break-inside-avoid *:pb-6">
        <Section title={t.decide} rows={[['pass', t.pass], ['punish', t.punish], ['batch', t.batch], [['reason1', 'reason9'], t.reasons, '–'], [['actionQ', 'actionY'], t.actions, '–'], ['shorter', t.shorter], ['longer', t.longer], ['merge', t.merge]]} />
        <Section title={t.work} rows={[['undo', t.undo], ['escalate', t.escalate], ['skip', t.skip], ['note', t.note_], ['copy', t.copy], ['pause', t.pause]]} />
        <Section title={t.anywhere} rows={[['go', t.go], ['palette', t.palette], ['help', t.help]]} />
        <Section title={t.move} rows={[[['up', 'down', 'left', 'right'], t.move4], ['space', t.space], ['evidence', t.evidence], ['user', t.user], ['reveal', t.reveal], ['sound', t.sound], [['frameBack', 'frameOn'], t.frames]]} />
        <Section title={t.call} rows={[['actionR', t.kick], ['actionW', t.warn], ['actionY', t.close], ['actionE', t.login], ['punish', t.uphold], ['lift', t.lift], ['space', t.play], [['left', 'right'], t.seek]]} />
      </div>
      <p className="pt-5 text-label text-ink-2">{t.note}</p>
    </Dialog>
  )
}

function Section({ title, rows }: { title: string; rows: [Command | Command[], string, string?][] }) {
  return (
    <section>
      <h3 className="pb-2 text-label font-medium text-ink-3">{title}</h3>
      <dl className="flex flex-col gap-1.5">
        {rows.map(([commands, what, between]) => (
          <div key={what} className="flex items-center justify-between gap-4">
            <dt className="text-ui">{what}</dt>
            <dd className="flex items-center gap-1">
              {[commands].flat().map((command, i) => (
                <span key={command} className="flex items-center gap-1">{i > 0 && between && <span className="text-ink-3">{between}</span>}<CommandKey command={command} /></span>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  )
}

