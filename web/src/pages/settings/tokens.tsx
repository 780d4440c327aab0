import { useState } from 'react'
import { KeyRound, Plus } from 'lucide-react'
import { type Schemas, api, must } from '../../api/client'
import { useSession } from '../../api/session'
import { useWords } from '../../i18n/language'
import { useAct } from '../../ui/act'
import { Button } from '../../ui/button'
import { Dialog } from '../../ui/dialog'
import { When } from '../../ui/foreign'
import { PagedTable } from '../../ui/list'
import { usePages } from '../../ui/pages'
import { Note, useReason } from '../../ui/states'
import type { Column } from '../../ui/table'
import { Tag } from '../../ui/tag'
import { ui } from '../../ui/words'
import { Block } from './block'
import { MakeToken } from './newtoken'
import { settingsWords } from './words'

type Token = Schemas['TokenItem']

/** Tokens are somebody's own keys to the API. */
export function Tokens() {
  const t = useWords(settingsWords)
  const { me } = useSession()
  const [making, setMaking] = useState(false)
  const [revoking, setRevoking] = useState<Token | null>(null)
  const pages = usePages<Token>(['tokens', me.member.id], (cursor) => must(api.GET('/tokens', { params: { query: { cursor, staff_id: me.member.id, limit: 50 } } })))
  const columns: Column<Token>[] = [
    { key: 'label', head: t.label, cell: (token) => <span dir="auto" className="foreign-line block" title={token.label.slice(0, 300)}>{token.label || t.unnamed}</span> },
    { key: 'prefix', head: t.token, width: '120px', cell: (token) => <code className="font-mono text-label text-ink-2">{token.prefix}…</code> },
    { key: 'scopes', head: t.scopes, cell: (token) => <span className="foreign-line block text-label text-ink-2" title={token.scopes.join(' ')}>{token.scopes.join(' ')}</span> },
    { key: 'used', head: t.lastUsed, width: '104px', cell: (token) => (token.last_used_at ? <When at={token.last_used_at} /> : <span className="text-ink-3">{t.neverUsed}</span>) },
    { key: 'until', head: t.until, width: '104px', cell: (token) => (token.until ? <When at={token.until} /> : <span className="text-ink-3">{t.forever}</span>) },
    {
      key: 'revoke', head: t.actions, width: '84px', align: 'right', cell: (token) => {
        if (token.revoked_at) return <Tag>{t.revoked}</Tag>
        if (token.until && Date.parse(token.until) < Date.now()) return <Tag>{t.expired}</Tag>
        return <Button size="s" look="ghost" aria-label={`${t.revoke} ${token.label || token.prefix}`} onClick={() => setRevoking(token)}>{t.revoke}</Button>
      },
    },
  ]
  return (
    <Block id="tokens" title={t.tokens} note={t.tokensNote}>
      <div><Button icon={<Plus size={14} aria-hidden="true" />} onClick={() => setMaking(true)}>{t.newToken}</Button></div>
      <div className="overflow-hidden rounded-card border border-line bg-surface">
        <PagedTable pages={pages} columns={columns} rowKey={(token) => token.id} label={t.tokens} empty={{ title: t.noTokens, icon: <KeyRound size={22} /> }} />
      </div>
      {making && <MakeToken onClose={() => setMaking(false)} />}
      {revoking && <Revoke token={revoking} onClose={() => setRevoking(null)} />}
    </Block>
  )
}

function Revoke({ token, onClose }: { token: Token; onClose: () => void }) {
  const t = useWords(settingsWords)
  const common = useWords(ui)
  const reason = useReason()
  const { run, busy, error } = useAct(async (id: number) => { await api.DELETE('/tokens/{id}', { params: { path: { id } } }) }, onClose)
  return (
    <Dialog title={t.revokeTitle} onClose={onClose} foot={<><Button onClick={onClose}>{common.cancel}</Button><Button look="danger" disabled={busy} onClick={() => run(token.id)}>{t.revoke}</Button></>}>
      <p dir="auto" className="foreign text-ui text-ink-2">{t.revokeNote(token.label || token.prefix)}</p>
      {error && <div className="pt-3"><Note tone="danger">{reason(error)}</Note></div>}
    </Dialog>
  )
}
