package main

import (
	"context"
	"encoding/csv"
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"github.com/xiezhi/xiezhi/internal/detect/classify"
)

// learn trains on COLD's training part and reports on its development part:
// train.csv and dev.csv with the columns label and TEXT.
func learn(folder string) error {
	examples, err := labelled(filepath.Join(folder, "train.csv"))
	if err != nil {
		return err
	}
	kept, err := labelled(filepath.Join(folder, "dev.csv"))
	if err != nil {
		return err
	}
	start := now()
	model, err := classify.Train(context.Background(), examples, classify.Settings{})
	if err != nil {
		return err
	}
	took := now() - start
	report := model.Evaluate(kept)
	at := report.Threshold(0.005)
	fmt.Printf("model: learnt %d lines in %.1f s; accuracy %.3f on %d lines of the development part; at %.2f %% of harmless lines flagged, recall %.2f, precision %.2f\n\n",
		len(examples), took.Seconds(), report.Accuracy, report.Lines, 100*at.Flagged, at.Recall, at.Precision)
	return nil
}

func labelled(file string) ([]classify.Example, error) {
	in, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer in.Close()
	rows, err := csv.NewReader(in).ReadAll()
	if err != nil {
		return nil, err
	}
	label, text := slices.Index(rows[0], "label"), slices.Index(rows[0], "TEXT")
	if label < 0 || text < 0 {
		return nil, fmt.Errorf("%s has no columns label and TEXT", file)
	}
	examples := make([]classify.Example, 0, len(rows)-1)
	for _, row := range rows[1:] {
		examples = append(examples, classify.Example{Text: row[text], Violation: row[label] == "1"})
	}
	return examples, nil
}
