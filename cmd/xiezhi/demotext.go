package main

import (
	"fmt"

	"github.com/xiezhi/xiezhi/internal/sandbox"
)

// What the demo is made with. All of it is public: the demo is reachable from
// this machine only and holds nothing but inventions.
const (
	demoApp         = "live"
	demoPassword    = "xiezhi-demo"
	demoTokenKey    = "xiezhi-demo-token-key-for-loopback-only"
	demoServerToken = "xiezhi-demo-server-token"
	demoAuditApp    = "201601010001"
	demoAuditKey    = "xiezhi-demo-audit-key"
	demoTalkApp     = "1001"
	demoTalkKey     = "7869657a68692d64656d6f2d6469616c6f6775652d6b65792d33322d62797465" // "xiezhi-demo-dialogue-key-32-byte" in hex
	demoCloudKey    = "xiezhi-demo-cloud"
	demoCloudSecret = "xiezhi-demo-cloud-secret"
	demoPartyKey    = "xiezhi-demo-party"
	demoPartySecret = "xiezhi-demo-party-secret"
	demoPairKey     = "xiezhi-demo-pair"
	demoPairSecret  = "xiezhi-demo-pair-secret"
)

// demoDeclaration is the demo's app, staff and lists, in the form of any other
// declared file. The live app listens on live.
func demoDeclaration(live string) string {
	return fmt.Sprintf(demoFile, live, demoApp, demoServerToken, demoTokenKey, demoPassword, sandbox.RiskUser, sandbox.ProtectedUser, demoAuditApp, demoAuditKey, demoTalkApp, demoTalkKey,
		demoCloudKey, demoCloudSecret, demoPartyKey, demoPartySecret, demoPairKey, demoPairSecret)
}

// demoFile is the file in which the names and secrets are yet to be put.
const demoFile = `
apps:
  - id: %[2]s
    name: 演示直播
    media_base_url: "http://%[1]s/"
    uplus:
      base_url: "http://%[1]s/xxxApp/api"
      method: POST
      server_token: %[3]s
      admin_hours: 24
      token: {jwt: {alg: HS256, key: %[4]s}}
    yunjing:
      - {app_id: "%[8]s", key: %[9]s}
    immomo: {appid: "%[10]s", cipher: aes-256-gcm, key: "hex:%[11]s", scenes: [chat], labels: [abuse]}
    netease:
      app_key: %[12]s
      app_secret: %[13]s
      rtc_base_url: "http://%[1]s"
      im_base_url: "http://%[1]s"
      assistant_account: helper
      submit_audit: true
      actions: [{label: 100, level: 2, do: kick, minutes: 10}]
    party: {app_key: %[14]s, app_secret: %[15]s}
  - id: party
    name: 演示派对
    media_base_url: "http://%[1]s/"
    party: {app_key: %[16]s, app_secret: %[17]s}
callback_url: "http://%[1]s/callback"
words:
  - {list: 演示·引流, category: ad, action: mask, terms: [加微信, 加扣, 微信, 日结, 加V, 加微]}
  - {list: 演示·诈骗, category: illegal, action: review, terms: [刷单返佣, 贷款秒批, 办证刻章, 彩票计划群, 稳赚不赔, 外挂月卡, 假身份证, 实名认证的方法]}
  - {list: 演示·色情, category: porn, action: deny, terms: [私房照, 福利群, 有偿视频聊天, 成人直播间, 上门服务, 不该看的]}
  - {list: 演示·擦边, category: porn, action: review, terms: [同城交友, 镜头放低, 往下拍, 腿照]}
  - {list: 演示·谣言, category: politics, action: review, terms: [内部消息, 不转不是好人, 转发曝光]}
  - {list: 演示·辱骂, category: abuse, action: mask, terms: [废物, 傻子, 没脑子, 滚出去, 恶心死了]}
rules:
  - name: 高危用户留联系方式
    app: %[2]s
    expression: 'sender.risk && (message.folded.matches("[0-9]{5,11}") || message.text.hasAny(["微信", "加v"]))'
    effect: {outcome: review, label: ad}
    state: live
  - name: 多人近似广告
    app: %[2]s
    note: 试运行：只记录它会拒绝什么
    expression: 'same.near_senders_60s >= 3 && found.label("ad") > 0.5'
    effect: {outcome: deny, label: spam}
    state: shadow
  - name: 广告三连
    app: %[2]s
    note: 试运行：一分钟里说了许多、又像广告
    expression: 'sender.lines_60s >= 3 && found.label("ad") > 0.5'
    effect: {outcome: deny, label: ad}
    state: shadow
staff:
  - {username: admin, password: %[5]s, role: admin}
  - {username: supervisor1, password: %[5]s, role: supervisor}
  - {username: reviewer1, password: %[5]s, role: reviewer}
  - {username: reviewer2, password: %[5]s, role: reviewer}
  - {username: auditor1, password: %[5]s, role: auditor}
risk_users: [{app: %[2]s, user_id: "%[6]s"}]
special_users: [{app: %[2]s, user_id: "%[7]s"}]
egress: {allow: ["127.0.0.0/8", "::1"]}
`

// demoWelcome is what the terminal shows before the running lines.
func demoWelcome(console, live, log string) string {
	return fmt.Sprintf(`控制台：    %[1]s/console/
登录：      用户名 reviewer1，密码 %[2]s
            其他账号（密码相同）：reviewer2 审核员，supervisor1 主管，auditor1 审计，admin 管理员
演示应用：  http://%[3]s（它的业务平台在 /xxxApp/api，用户都是虚构的）
派对页面：  http://%[3]s/party/?me=1 和 ?me=2，用两个窗口打开：互相看见、视频通话、写信、送礼、举报，在控制台处罚其中一个试试
应用凭据：  server_token %[4]s，JWT (HS256) 密钥 %[5]s
实时审核：  POST /audit-live，app_id %[7]s，密钥 %[8]s；秀场的每条消息都先经过它
对话举报：  POST /api/report/multiDialogue，appid %[9]s，AES-256-GCM 密钥 hex:%[10]s；判定加密回告到 /verdict
通话证据：  POST /netease/notify，AppKey %[11]s，AppSecret %[12]s；确定的色情（100 级别 2）立即踢出 10 分钟，其余由审核员判断
服务日志：  %[6]s
按 Ctrl+C 结束。下面是正在发生的事：
`, console, demoPassword, live, demoServerToken, demoTokenKey, log, demoAuditApp, demoAuditKey, demoTalkApp, demoTalkKey, demoCloudKey, demoCloudSecret)
}
