package immomo

import (
	"net/http"
	"strconv"
	"time"

	"github.com/xiezhi/xiezhi/internal/wire"
)

// envelope is every answer (seed 001, 成功返回示例).
type envelope struct {
	EC      code   `json:"ec"`
	EM      string `json:"em"`
	TimeSec int64  `json:"timesec"`
	Data    any    `json:"data"`
}

type ticketBody struct {
	TicketID string `json:"ticket_id"`
}

func (h *handler) write(w http.ResponseWriter, ticket int64) {
	wire.WriteJSON(w, http.StatusOK, envelope{EC: ecSuccess, EM: "success", TimeSec: h.Now().Unix(), Data: ticketBody{strconv.FormatInt(ticket, 10)}})
}

func writeRefusal(w http.ResponseWriter, said code, text string, now time.Time) {
	wire.WriteJSON(w, http.StatusOK, envelope{EC: said, EM: text, TimeSec: now.Unix(), Data: struct{}{}})
}
