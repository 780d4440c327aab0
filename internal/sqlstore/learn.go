package sqlstore

import (
	"context"
	"math"

	"github.com/xiezhi/xiezhi/internal/auditlog"
	"github.com/xiezhi/xiezhi/internal/learn"
	"github.com/xiezhi/xiezhi/internal/sqlstore/query"
)

var _ learn.Store = (*Store)(nil)

// ModelsRevision implements learn.Store.
func (s *Store) ModelsRevision(ctx context.Context) (int64, error) {
	number, err := s.read().ModelsRevision(ctx)
	return number, failure(err)
}

// ModelInUse implements learn.Store.
func (s *Store) ModelInUse(ctx context.Context) (int64, error) {
	version, err := s.read().ModelInUse(ctx)
	return version, failure(err)
}

// ModelFile implements learn.Store.
func (s *Store) ModelFile(ctx context.Context, version int64) ([]byte, error) {
	file, err := s.read().ModelFile(ctx, version)
	if notFound(err) {
		return nil, learn.NoModel(version)
	}
	return file, failure(err)
}

// Models implements learn.Store.
func (s *Store) Models(ctx context.Context) ([]learn.Version, error) {
	inUse, err := s.ModelInUse(ctx)
	if err != nil {
		return nil, err
	}
	rows, err := s.read().Models(ctx)
	versions := make([]learn.Version, len(rows))
	for i, row := range rows {
		versions[i] = learn.Version{
			Number: row.Version, TrainedAt: moment(row.TrainedAt), By: row.TrainedBy, Source: row.Source, Note: row.Note,
			Lines: int(row.Lines), Violations: int(row.Violations), Accuracy: float64(row.Accuracy) / scoreScale, Installed: row.Version == inUse,
		}
	}
	return versions, failure(err)
}

// Model implements learn.Store.
func (s *Store) Model(ctx context.Context, version int64) (learn.Version, error) {
	inUse, err := s.ModelInUse(ctx)
	if err != nil {
		return learn.Version{}, err
	}
	row, err := s.read().FindModel(ctx, version)
	if notFound(err) {
		return learn.Version{}, learn.NoModel(version)
	}
	if err != nil {
		return learn.Version{}, failure(err)
	}
	v := learn.Version{
		Number: row.Version, TrainedAt: moment(row.TrainedAt), By: row.TrainedBy, Source: row.Source, Note: row.Note,
		Lines: int(row.Lines), Violations: int(row.Violations), Accuracy: float64(row.Accuracy) / scoreScale, Installed: version == inUse,
	}
	return v, decode(row.Report, &v.Report, "report of model", version)
}

// KeepModel implements learn.Store.
func (s *Store) KeepModel(ctx context.Context, v learn.Version, file []byte) (version int64, err error) {
	report, err := encode(v.Report)
	if err != nil {
		return 0, err
	}
	row := query.InsertModelParams{
		TrainedAt: millis(v.TrainedAt), TrainedBy: plain(v.By), Source: plain(v.Source), Note: plain(v.Note),
		Lines: int64(v.Lines), Violations: int64(v.Violations), Accuracy: int64(math.Round(v.Accuracy * scoreScale)), Report: report, File: file,
	}
	err = s.write(ctx, func(ctx context.Context, q *query.Queries) error {
		if version, err = q.InsertModel(ctx, row); err != nil {
			return err
		}
		if err := q.ForgetModels(ctx, version-learn.MaxKept); err != nil {
			return err
		}
		detail := map[string]any{"source": row.Source, "lines": v.Lines, "violations": v.Violations}
		return s.audit(ctx, q, audited{action: auditlog.ModelTrain, object: numbered(auditlog.AModel, version), detail: detail})
	})
	return version, err
}

// InstallModel implements learn.Store. What is in use already stays.
func (s *Store) InstallModel(ctx context.Context, version int64) error {
	return s.write(ctx, func(ctx context.Context, q *query.Queries) error {
		if _, err := q.LockModels(ctx); err != nil {
			return err
		}
		if _, err := q.FindModel(ctx, version); err != nil {
			if notFound(err) {
				return learn.NoModel(version)
			}
			return err
		}
		before, err := q.ModelInUse(ctx)
		if err != nil || before == version {
			return err
		}
		if err := q.InstallModel(ctx, query.InstallModelParams{Version: version, At: millis(s.now())}); err != nil {
			return err
		}
		if err := q.ForgetInstalls(ctx, learn.MaxKept); err != nil {
			return err
		}
		return s.modelChanged(ctx, q, auditlog.ModelInstall, before, version)
	})
}

// RollBackModel implements learn.Store.
func (s *Store) RollBackModel(ctx context.Context) error {
	return s.write(ctx, func(ctx context.Context, q *query.Queries) error {
		if _, err := q.LockModels(ctx); err != nil {
			return err
		}
		before, err := q.ModelInUse(ctx)
		if err != nil {
			return err
		}
		if before == 0 {
			return learn.NoneInstalled()
		}
		if _, err := q.RollBackModel(ctx); err != nil {
			return err
		}
		version, err := q.ModelInUse(ctx)
		if err != nil {
			return err
		}
		return s.modelChanged(ctx, q, auditlog.ModelRollBack, before, version)
	})
}

func (s *Store) modelChanged(ctx context.Context, q *query.Queries, action auditlog.Action, before, version int64) error {
	if err := q.RaiseModelsRevision(ctx); err != nil {
		return err
	}
	return s.audit(ctx, q, audited{action: action, object: numbered(auditlog.AModel, version), detail: map[string]any{"before": before}})
}
