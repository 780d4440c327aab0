package load

import (
	"context"
	"crypto/sha1" //nolint:gosec // the contract's digest
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/id"
)

// registering is how many accounts are made at a time.
const registering = 8

// beats are heartbeats of a party app's users (PROTOCOLS §7).
type beats struct {
	server
	*crowd
	key, secret string
}

// Prepare has the app's server make the accounts; those that are there stay.
func (b *beats) Prepare(ctx context.Context) error {
	making, ctx := errgroup.WithContext(ctx)
	making.SetLimit(registering)
	for n := range b.size {
		making.Go(func() error { return b.register(ctx, n) })
	}
	return making.Wait()
}

// token is the nth user's, the same in every run.
func (b *beats) token(n int) string { return digest(b.secret + user(n)) }

func digest(text string) string {
	sum := sha1.Sum([]byte(text)) //nolint:gosec // the contract's digest
	return hex.EncodeToString(sum[:])
}

func (b *beats) register(ctx context.Context, n int) error {
	nonce, now := id.NewKey(), strconv.FormatInt(time.Now().Unix(), 10)
	got, err := b.ask(ctx, question{
		method: http.MethodPost, path: "/nemo/socialChat/server/user/createUser",
		header: map[string]string{"AppKey": b.key, "Nonce": nonce, "CurTime": now, "CheckSum": digest(b.secret + nonce + now)},
		body: marshal(map[string]any{
			"userUuid": user(n), "deviceId": "bench", "userName": fmt.Sprintf("测试用户%d", n), "userToken": b.token(n),
		}),
	})
	if a := b.judge(time.Time{}, got, err); a.Bad {
		return fault.New(fault.Unavailable, "", "an account cannot be made: %s", a.Code)
	}
	return nil
}

// Send beats for somebody.
func (b *beats) Send(ctx context.Context, due time.Time, tell func(Answer)) {
	n := b.somebody()
	got, err := b.ask(ctx, question{
		method: http.MethodPost, path: "/nemo/socialChat/user/reporter", body: []byte("{}"),
		header: map[string]string{"appkey": b.key, "user": user(n), "token": b.token(n), "deviceId": "bench"},
	})
	tell(b.judge(due, got, err))
}

func (*beats) judge(due time.Time, got reply, err error) Answer {
	a := Answer{What: "heartbeats", Due: due, Bytes: int64(len(got.body))}
	if err != nil {
		a.Code, a.Bad = brokenCode(err), true
		return a
	}
	var said struct {
		Code int    `json:"code"`
		Msg  string `json:"msg"`
	}
	a.Bad = json.Unmarshal(got.body, &said) != nil || got.status != http.StatusOK || said.Code != http.StatusOK
	a.Code = got.code(fmt.Sprint(said.Code, " ", said.Msg))
	return a
}
