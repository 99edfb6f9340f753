/** Signs in where everybody does, and comes back to what was asked for. */
export function signIn(): void {
  location.replace(`/sign-in?next=${encodeURIComponent(`${location.pathname}${location.search}`)}`)
}
