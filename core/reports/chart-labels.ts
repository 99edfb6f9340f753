import { chinaWallTime, type Instant } from '../instant.ts'

/** `21时`, and the day where a new one begins. */
export function hourLabel(at: Instant): string {
  const wall = chinaWallTime(at)
  const hour = Number(wall.slice(11, 13))
  return hour === 0 ? `${Number(wall.slice(8, 10))}日` : `${hour}时`
}

/** `11-27`. */
export function chinaDayLabel(at: Instant): string {
  return chinaWallTime(at).slice(5, 10)
}
