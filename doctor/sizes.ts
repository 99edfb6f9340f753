const units = ['B', 'KB', 'MB', 'GB', 'TB']

/** `1.5 GB`, in steps of 1024. */
export function size(bytes: number): string {
  let unit = 0
  let amount = bytes
  for (; amount >= 1024 && unit < units.length - 1; unit++) amount /= 1024
  return `${unit === 0 ? amount : amount.toFixed(1)} ${units[unit]}`
}
