package party

import "context"

// side is who may call an operation.
type side int

// The sides. A client is a user and proves it by his token; a server signs.
const (
	client side = iota
	server
)

// operation is what one address does.
type operation struct {
	by    side
	paced bool // it changes something: a user may do so many of these, and no more
	serve func(h *handler, ctx context.Context, a asked) (any, error)
}

// operations are all addresses below Prefix (PROTOCOLS §7).
var operations = map[string]operation{
	"user/login":         {client, true, (*handler).logIn},
	"user/reporter":      {client, false, (*handler).beat},
	"user/getOnlineUser": {client, false, (*handler).online},
	"user/getUserState":  {client, false, (*handler).state},
	"user/getUserInfo":   {client, false, (*handler).info},
	"user/reward":        {client, true, (*handler).reward},
	"user/report":        {client, true, (*handler).report},
	"message/send":       {client, true, (*handler).send},
	"gift/list":          {client, false, (*handler).gifts},
	"wallet/get":         {client, false, (*handler).wallet},
	"wallet/statement":   {client, false, (*handler).statement},
	"call/invite":        {client, true, (*handler).invite},
	"call/accept":        {client, true, onCall(Calls.Accept)},
	"call/reject":        {client, true, onCall(Calls.Reject)},
	"call/cancel":        {client, true, onCall(Calls.Cancel)},
	"call/hangup":        {client, true, onCall(Calls.Hangup)},
	"call/get":           {client, false, onCall(Calls.Get)},
	"call/signal":        {client, true, (*handler).signal},
	"call/tickets":       {client, false, (*handler).tickets},

	"server/user/createUser":   {server, false, (*handler).create},
	"server/user/updateUser":   {server, false, (*handler).update},
	"server/user/getUserInfo":  {server, false, (*handler).infoForServer},
	"server/user/getUserState": {server, false, (*handler).state},
	"server/wallet/credit":     {server, false, (*handler).credit},
	"server/wallet/refund":     {server, false, (*handler).refund},
	"server/wallet/get":        {server, false, (*handler).walletForServer},
	"server/wallet/statement":  {server, false, (*handler).statementForServer},
	"server/call/tickets":      {server, false, (*handler).ticketsForServer},
}
