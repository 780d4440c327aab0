package native

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/xiezhi/xiezhi/internal/content"
	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/intake"
	"github.com/xiezhi/xiezhi/internal/review"
	"github.com/xiezhi/xiezhi/internal/verdict"
)

// newReport is a complaint of one of the app's users. The rules are those of
// the uplus contract (PROTOCOLS §1), by mod.
type newReport struct {
	Reporter      string        `json:"reporter" minLength:"1" maxLength:"128" doc:"Who reports; the app answers for it." example:"10086"`
	Mod           int           `json:"mod" doc:"The entrance." example:"11"`
	Complaints    []string      `json:"complaints" minItems:"1" maxItems:"3" enum:"porn,ad,politics" example:"[\"ad\"]"`
	Accused       string        `json:"accused,omitempty" maxLength:"128" doc:"As the entrance asks for it." example:"10001"`
	Messages      []messageBody `json:"messages,omitempty" maxItems:"20"`
	Profile       *profileBody  `json:"profile,omitempty"`
	Memo          string        `json:"memo,omitempty" maxLength:"16384"`
	ClientType    string        `json:"client_type,omitempty" maxLength:"64"`
	ClientVersion string        `json:"client_version,omitempty" maxLength:"64"`
}

// receipt says where a report went.
type receipt struct {
	ReportID  int64 `json:"report_id" doc:"The first report's, for a repetition."`
	CaseID    int64 `json:"case_id,omitempty" doc:"The case that it opened or joined."`
	Duplicate bool  `json:"duplicate" doc:"It was a repetition inside 24 hours: counted, nothing else."`
}

type reportInput struct {
	Body newReport
}

// complaintNames are the complaints of users in this room's words.
var complaintNames = map[string]verdict.Complaint{
	"porn": verdict.ComplaintPorn, "ad": verdict.ComplaintAd, "politics": verdict.ComplaintPolitics,
}

// reportFields are the names of this room for what intake calls as the uplus
// contract does.
var reportFields = map[string]string{
	"type": "complaints", "buid": "accused", "msgs": "messages", "profile.mid": "profile.place_id", "profile.oid": "profile.owner_id",
}

func (h *Handler) reportOperations() {
	add(h, huma.Operation{OperationID: "submit-report", Method: http.MethodPost, Path: "/reports", Tags: []string{"reports"},
		Summary: "File a user's report", DefaultStatus: http.StatusCreated,
		Description: "The rules are those of the uplus reportmsg interface for the same mod. It is durable when it is answered."}, h.submitReport)
}

func (h *Handler) submitReport(ctx context.Context, in *reportInput) (*answer[receipt], error) {
	app, found := h.deps.Apps.App(callerOf(ctx).app)
	if !found {
		return nil, fault.New(fault.NotFound, "unknown_app", "there is no such app")
	}
	report, err := in.Body.report()
	if err != nil {
		return nil, err
	}
	filed, err := h.deps.Intake.Submit(ctx, app, intake.Reporter{UserID: report.Reporter}, report)
	if err != nil {
		return nil, renamed(err, reportFields)
	}
	return answered(receipt(filed), nil)
}

func (n newReport) report() (review.Report, error) {
	report := review.Report{
		Entrance: content.Entrance(n.Mod), Reporter: n.Reporter, Accused: n.Accused, Memo: n.Memo,
		ClientType: n.ClientType, ClientVersion: n.ClientVersion,
	}
	for _, name := range n.Complaints {
		complaint, known := complaintNames[name]
		if !known {
			return report, fault.Field("complaints", "%q is none of porn, ad, politics", name)
		}
		report.Complaints |= verdict.ComplaintSet(complaint)
	}
	for _, m := range n.Messages {
		report.Messages = append(report.Messages, m.message())
	}
	if n.Profile != nil {
		profile := content.Profile(*n.Profile)
		report.Profile = &profile
	}
	return report, nil
}

// renamed puts this room's name of a field into a fault.
func renamed(err error, names map[string]string) error {
	f := fault.As(err)
	if name, differs := names[f.Field]; differs {
		named := *f
		named.Field = name
		return &named
	}
	return err
}
