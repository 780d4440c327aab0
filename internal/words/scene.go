package words

import "github.com/xiezhi/xiezhi/internal/content"

// SceneOf names the kind of a live message as terms name it; empty for a
// picture.
func SceneOf(t content.LineType) string { return lineScenes[t] }
