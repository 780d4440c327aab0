import { accused } from '../desk/draft'
import type { Message, WorkCase } from '../desk/work'

/** isReported tells whether a message is what the case is about: the accused wrote it, or it is the only one. */
export function isReported(work: WorkCase, message: Message): boolean {
  const named = accused(work)
  return work.content.messages.length === 1 || (named !== null && message.sender_id === named)
}

/** reportersOf counts who reported a message. A report without messages of its own reported those that the case shows. */
export function reportersOf(work: WorkCase, message: Message): number {
  const who = new Set<string>()
  for (const report of work.reports) {
    if (!report.messages || report.messages.some((one) => one.id !== undefined && one.id === message.id)) who.add(report.reporter)
  }
  return who.size
}

/** beginsRun tells whether a message is the first of those that somebody wrote in a row. */
export function beginsRun(messages: readonly Message[], at: number): boolean {
  return at === 0 || messages[at - 1]?.sender_id !== messages[at]?.sender_id
}
