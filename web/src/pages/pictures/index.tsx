export function PicturesPage() { return null }
