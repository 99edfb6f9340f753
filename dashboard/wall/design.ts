/** The size that a wall is drawn for. It is scaled as a whole to what hangs there, with bars at the sides, and never stretched. */
export interface Design {
  readonly width: number
  readonly height: number
}

const usual: Design = { width: 1920, height: 1080 }
const smallest = 1000
const largest = 8000

/** `?size=3840x1080` for a wall of another shape; what is no size is the usual one. */
export function designOf(size: unknown): Design {
  const [, width = '', height = ''] = /^(\d{3,4})x(\d{3,4})$/.exec(typeof size === 'string' ? size : '') ?? []
  const asked = { width: Number(width), height: Number(height) }
  const fits = [asked.width, asked.height].every((side) => side <= largest) && asked.width >= smallest && asked.height >= 600
  return fits ? asked : usual
}

/** Scale and place of the design in a window. */
export function fitted(design: Design, window: Design): { readonly scale: number; readonly left: number; readonly top: number } {
  const scale = Math.min(window.width / design.width, window.height / design.height)
  return { scale, left: (window.width - design.width * scale) / 2, top: (window.height - design.height * scale) / 2 }
}
