/** isMachine tells whether a report is the machine's own, which asked a person about a live message. */
export function isMachine(queue: string, reporter: string): boolean {
  return queue === 'live' && reporter === 'system'
}
