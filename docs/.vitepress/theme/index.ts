import type { Theme } from 'vitepress';
import DefaultTheme from 'vitepress/theme-without-fonts';
import { defineAsyncComponent } from 'vue';
import HomePage from './components/HomePage.vue';
import Layout from './Layout.vue';
import './styles/fonts.css';
import './styles/index.css';
import { leaveFirstPage, whenSeen } from './widgets/lazy.ts';

export default {
  extends: DefaultTheme,
  Layout,
  enhanceApp({ app, router }) {
    app.component('HomePage', HomePage);
    app.component(
      'MissedQuestions',
      defineAsyncComponent(() => import('./components/MissedQuestions.vue')),
    );
    app.component(
      'TokenLab',
      whenSeen(() => import('./widgets/TokenLab.vue')),
    );
    app.component(
      'WhichAnswer',
      whenSeen(() => import('./widgets/WhichAnswer.vue')),
    );
    app.component(
      'WhichFirewall',
      whenSeen(() => import('./widgets/WhichFirewall.vue')),
    );
    const before = router.onBeforeRouteChange;
    let first = true;
    router.onBeforeRouteChange = (to) => {
      if (first) first = false;
      else leaveFirstPage();
      return before?.(to);
    };
  },
} satisfies Theme;
