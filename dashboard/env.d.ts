/** Styles of Element Plus's parts are imported for their effect; the package declares no types for them. */
declare module 'element-plus/theme-chalk/*.css'
