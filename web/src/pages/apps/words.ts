import { words } from '../../i18n/words'

export const appWords = words(
  {
    title: '应用与回调', list: '应用', settings: '全局设置', add: '添加应用', addTitle: '添加应用', appID: '应用 ID', appIDHint: '1–64 位小写字母、数字、- 和 _，之后不能改。', taken: '已经有这个应用了', create: '添加', cancel: '取消', save: '保存', saved: '已保存', unchanged: '没有变化', edit: '编辑', enable: '启用', remove: '停用并删除', close: '完成', none: '还没有应用', noneNote: '添加应用后，再填写它要用的协议和凭据。', unknown: '没有这个应用',
    off: '未启用', notSet: '未设置', isSet: '已设置', keep: '留空则保持原值', empty: '未填', yes: '是', no: '否', onlyAdmins: '只有管理员能看到协议设置和凭据。', perLine: '每行一个',
    removeTitle: (what: string) => `停用 ${what}`, removeNote: '它的设置和密钥会被删除，用它的调用会立即被拒绝。要恢复只能重新填写。', confirmRemove: '确认删除',
    rotate: '轮换', make: '生成', rotateTitle: '轮换密钥', rotateNote: '旧值立即作废，仍在用旧值的调用会被拒绝。请准备好马上更新对方的配置。', confirmRotate: '确认轮换', rotated: '新的值', rotatedNote: '只显示这一次，关闭后再也看不到。', copy: '复制密钥',
    general: '基本', uplus: 'uplus · 举报与处罚', immomo: '陌陌 · 多人对话', yunjing: '云净 · 直播弹幕', netease: '网易云信 · 通话', party: '派对 · 1v1', addCredential: '添加凭据', credential: (id: string) => `凭据 ${id}`, newCredential: '新凭据',
    f_name: '名称', f_hosts: '域名', f_media_base_url: '媒体地址前缀', f_base_url: '业务平台地址', f_method: '调用方法', f_server_token: '服务端令牌', f_admin_hours: '管理员处置时长（小时，-1 永久）', f_lift_on_expiry: '到期时通知平台解除', f_check_before_review: '审核前先查内容是否还在', f_token: '用户令牌的验证方式',
    f_alg: '签名算法', f_key: '密钥', f_jwks_url: '公钥地址 (JWKS)', f_user_claim: '用户字段', f_admin_claim: '管理员字段', f_issuer: '签发者', f_audience: '受众', f_introspect_url: '查询地址', f_introspect_token: '查询用的令牌', jwt: '签名令牌 (JWT)', introspect: '向平台查询',
    f_appid: 'appid', f_cipher: '加密方式', f_iv: 'IV', f_scenes: '场景', f_labels: '自有标签', f_allow_from: '允许的来源网段', f_clock_window: '时钟允许偏差', f_redirect_hosts: '允许跳转的域名', f_app_id: 'appId', f_callback_url: '回调地址', f_require_sign: '必须签名',
    f_app_key: 'appKey', f_app_secret: 'appSecret', f_rtc_base_url: 'RTC 地址', f_im_base_url: 'IM 地址', f_assistant_account: '助手账号', f_submit_audit: '提交审核', f_heartbeat: '心跳间隔', f_offline: '离线判定', f_full_mobile: '返回完整手机号',
    h_base_url: '留空则处罚只记在本地，不通知平台。', h_server_token: '留空则关闭服务端接口。', h_window: '如 5m、300s；留空用默认值。', h_callback: '留空则用全局回调地址。', h_hosts: '请求的 Host 是这些域名时算这个应用。', h_media: '举报里的相对地址接在它后面。',
    global: '对所有应用生效', callback: '全局回调地址', callbackHint: '云净凭据没有自己的回调地址时用它；留空则不回调。', lease: '领取时长（分钟）', leaseHint: '领取的案件多久没有操作就放回队列；从下一次领取起生效。', fixed: '由启动参数固定，这里不能改。', 
  },
  {
    title: 'Apps & callbacks', list: 'Apps', settings: 'For all apps', add: 'Add an app', addTitle: 'Add an app', appID: 'App id', appIDHint: '1–64 of a–z, 0–9, - and _; it stays.', taken: 'There is such an app already', create: 'Add', cancel: 'Cancel', save: 'Save', saved: 'Saved', unchanged: 'Nothing changed', edit: 'Edit', enable: 'Set up', remove: 'Remove', close: 'Done', none: 'No apps yet', noneNote: 'Add an app, then fill in the protocols it speaks and its credentials.', unknown: 'There is no such app',
    off: 'Not used', notSet: 'Not set', isSet: 'Set', keep: 'Leave empty to keep it', empty: 'Empty', yes: 'Yes', no: 'No', onlyAdmins: 'Only administrators see protocols and credentials.', perLine: 'One on each line',
    removeTitle: (what: string) => `Remove ${what}`, removeNote: 'Its settings and secrets go, and calls that use them are refused at once. They can only be filled in anew.', confirmRemove: 'Remove it',
    rotate: 'Rotate', make: 'Make one', rotateTitle: 'Rotate a secret', rotateNote: 'The old value counts for nothing at once, and calls that use it are refused. Be ready to change it at the other side.', confirmRotate: 'Rotate it', rotated: 'New value', rotatedNote: 'Shown this once and never again.', copy: 'Copy the secret',
    general: 'General', uplus: 'uplus · reports and sanctions', immomo: 'immomo · dialogues', yunjing: 'yunjing · live messages', netease: 'netease · calls', party: 'party · 1v1', addCredential: 'Add a credential', credential: (id: string) => `Credential ${id}`, newCredential: 'New credential',
    f_name: 'Name', f_hosts: 'Hosts', f_media_base_url: 'Media base URL', f_base_url: 'Business platform', f_method: 'Method', f_server_token: 'Server token', f_admin_hours: 'Administrators’ orders last (hours, -1 for ever)', f_lift_on_expiry: 'Tell the platform when a sanction ends', f_check_before_review: 'Check that content still exists first', f_token: 'How users’ tokens are verified',
    f_alg: 'Algorithm', f_key: 'Key', f_jwks_url: 'JWKS URL', f_user_claim: 'User claim', f_admin_claim: 'Administrator claim', f_issuer: 'Issuer', f_audience: 'Audience', f_introspect_url: 'Introspection URL', f_introspect_token: 'Our token there', jwt: 'Signed (JWT)', introspect: 'Ask the platform',
    f_appid: 'appid', f_cipher: 'Cipher', f_iv: 'IV', f_scenes: 'Scenes', f_labels: 'Own labels', f_allow_from: 'Allowed networks', f_clock_window: 'Clock window', f_redirect_hosts: 'Redirect hosts', f_app_id: 'appId', f_callback_url: 'Callback URL', f_require_sign: 'Signature required',
    f_app_key: 'appKey', f_app_secret: 'appSecret', f_rtc_base_url: 'RTC base URL', f_im_base_url: 'IM base URL', f_assistant_account: 'Assistant account', f_submit_audit: 'Submit for audit', f_heartbeat: 'Heartbeat', f_offline: 'Offline after', f_full_mobile: 'Give whole mobile numbers',
    h_base_url: 'Empty: sanctions are kept here and nobody is told.', h_server_token: 'Empty: the server interfaces are closed.', h_window: 'Such as 5m or 300s; empty for the default.', h_callback: 'Empty: the address for all apps.', h_hosts: 'Requests to these hosts mean this app.', h_media: 'Goes before relative addresses in reports.',
    global: 'Holds for all apps', callback: 'Callback URL', callbackHint: 'For yunjing credentials without an address of their own; empty for nowhere.', lease: 'Lease (minutes)', leaseHint: 'How long a claimed case stays with its reviewer; counts from the next claim.', fixed: 'Fixed at the start of the process; it cannot be changed here.', 
  },
)
