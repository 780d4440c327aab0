import type { Permission } from '../../api/session'
import { words } from '../../i18n/words'

/** What a token may be for, and what a person's role must allow for it to count. */
export const scopes = {
  'cases:read': 'read', 'cases:decide': 'decide', 'reports:write': 'decide', 'sanctions:write': 'lift', 'lists:write': 'keep_lists', 'words:write': 'edit_words', 'deliveries:read': 'read', 'deliveries:resend': 'resend',
  'apps:read': 'read', 'apps:write': 'administer', 'staff:read': 'oversee', 'staff:write': 'administer', 'audit:read': 'oversee', 'stats:read': 'read', 'coins:write': 'keep_coins',
} as const satisfies Record<string, Permission>
export type Scope = keyof typeof scopes

export const scopeWords = words(
  {
    'cases:read': '查看案件、用户和处罚', 'cases:decide': '领取和裁决案件', 'reports:write': '提交举报', 'sanctions:write': '解除处罚', 'lists:write': '维护重点用户名单', 'words:write': '修改词库', 'deliveries:read': '查看投递', 'deliveries:resend': '重新投递',
    'apps:read': '查看应用', 'apps:write': '修改应用', 'staff:read': '查看团队', 'staff:write': '管理团队', 'audit:read': '查看操作日志', 'stats:read': '查看统计', 'coins:write': '设定礼物，入账与退款',
  },
  {
    'cases:read': 'Read cases, users, sanctions', 'cases:decide': 'Claim and decide cases', 'reports:write': 'File reports', 'sanctions:write': 'Lift sanctions', 'lists:write': 'Keep the lists of users', 'words:write': 'Change word lists', 'deliveries:read': 'Read deliveries', 'deliveries:resend': 'Resend deliveries',
    'apps:read': 'Read apps', 'apps:write': 'Change apps', 'staff:read': 'Read the staff', 'staff:write': 'Manage the staff', 'audit:read': 'Read the audit log', 'stats:read': 'Read figures', 'coins:write': 'Set gifts, credit and refund coins',
  },
)
