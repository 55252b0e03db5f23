/** First the desk of fixtures, then the real screen: modules run in the order of their imports. */
import './install-fake-desk.ts'
import '../main.tsx'
