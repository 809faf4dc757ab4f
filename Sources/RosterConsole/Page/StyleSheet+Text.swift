extension StyleSheet {
    /// Light and dark by the system's choice; every pair of colors has a contrast of 4.5 to 1 or more (WCAG 2.2 §1.4.3).
    static let text = """
        :root {
          color-scheme: light dark;
          --ground: #f6f7f9; --surface: #ffffff; --sunken: #eef0f4; --line: #d5d9e1; --strong-line: #7a8394;
          --ink: #1a1f2b; --soft: #535b6b; --accent: #1d4fd7; --accent-ink: #ffffff; --accent-wash: #e8eefc;
          --danger: #b3261e; --danger-wash: #fdecea; --good: #146c3c; --good-wash: #e5f5ec;
          --warn: #7a4d00; --warn-wash: #fdf3dc;
          --radius: 8px; --space: 16px;
        }
        @media (prefers-color-scheme: dark) {
          :root {
            --ground: #11141a; --surface: #191d26; --sunken: #222733; --line: #343b4a; --strong-line: #8791a3;
            --ink: #e9ecf2; --soft: #a8b0bf; --accent: #8fb1ff; --accent-ink: #0c1530; --accent-wash: #1e2b4d;
            --danger: #ff9d94; --danger-wash: #41201d; --good: #7fd6a4; --good-wash: #16352a;
            --warn: #f0c674; --warn-wash: #3a2f16;
          }
        }
        *, *::before, *::after { box-sizing: border-box; }
        [hidden] { display: none !important; }
        html { -webkit-text-size-adjust: 100%; }
        body {
          margin: 0; background: var(--ground); color: var(--ink);
          font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif;
          display: grid; grid-template: auto 1fr auto / 100%; min-height: 100vh;
        }
        body.member { grid-template: 1fr auto / 15.5rem minmax(0, 1fr); }
        h1 { font-size: 1.75rem; line-height: 1.2; margin: 0 0 1.25rem; letter-spacing: -0.01em; overflow-wrap: anywhere; }
        h2 { font-size: 1.125rem; line-height: 1.3; margin: 2rem 0 0.75rem; }
        h3 { font-size: 1rem; margin: 1.25rem 0 0.5rem; }
        p { margin: 0 0 0.75rem; }
        a { color: var(--accent); text-underline-offset: 0.15em; }
        small, .soft { color: var(--soft); font-size: 0.875rem; }
        code { font: 0.9em ui-monospace, "SF Mono", "DejaVu Sans Mono", monospace; overflow-wrap: anywhere; }
        :focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; border-radius: 4px; }
        main:focus { outline: none; }
        .skip { position: absolute; left: -100rem; top: 0; background: var(--surface); padding: 0.75rem 1rem; z-index: 9; }
        .skip:focus { left: 0.5rem; top: 0.5rem; }

        header.site { background: var(--surface); border-bottom: 1px solid var(--line); padding: 1rem 1.25rem; }
        header.site .name { color: var(--ink); font-weight: 650; text-decoration: none; overflow-wrap: anywhere; }
        body.member > header.site {
          border-bottom: 0; border-right: 1px solid var(--line); grid-row: 1 / span 2;
          display: flex; flex-direction: column; gap: 1.25rem; position: sticky; top: 0; height: 100vh; overflow: auto;
        }
        body.member > header.site .name { padding: 0.25rem 0.75rem; font-size: 1.05rem; }
        header.site nav ul { list-style: none; margin: 0; padding: 0; display: grid; gap: 2px; }
        header.site nav a {
          display: block; padding: 0.5rem 0.75rem; border-radius: var(--radius); color: var(--ink); text-decoration: none;
        }
        header.site details { display: none; margin: 0; }
        header.site nav a:hover { background: var(--sunken); }
        header.site nav a[aria-current] { background: var(--accent-wash); color: var(--accent); font-weight: 600; }
        header.site .who { margin-top: auto; display: grid; gap: 0.5rem; border-top: 1px solid var(--line); padding-top: 1rem; }
        header.site .whoami { padding: 0 0.75rem; color: var(--soft); text-decoration: none; overflow-wrap: anywhere; }
        header.site .whoami:hover { text-decoration: underline; }

        main { padding: 2rem clamp(1rem, 4vw, 3rem) 3rem; max-width: 76rem; width: 100%; }
        body.stranger main {
          width: min(26rem, calc(100% - 2rem)); margin: clamp(1rem, 8vh, 5rem) auto; padding: 2rem; align-self: start;
          background: var(--surface); border: 1px solid var(--line); border-radius: 12px;
        }
        footer.site { padding: 1rem clamp(1rem, 4vw, 3rem); color: var(--soft); font-size: 0.875rem; }
        body.stranger footer.site { text-align: center; }
        footer.site p { margin: 0; }
        footer.site ul { list-style: none; padding: 0; margin: 0 0 0.5rem; display: flex; gap: 1.25rem; flex-wrap: wrap; }
        body.stranger footer.site ul { justify-content: center; }
        nav.trail ol { list-style: none; display: flex; flex-wrap: wrap; gap: 0.25rem; margin: 0 0 0.5rem; padding: 0; font-size: 0.875rem; }
        nav.trail li + li::before { content: "/"; color: var(--soft); margin-right: 0.35rem; }

        .panel { background: var(--surface); border: 1px solid var(--line); border-radius: 12px; padding: 1.25rem; margin: 0 0 1.25rem; }
        .panel > :is(h2, h3):first-child { margin-top: 0; }
        .panel > :last-child:last-child, .panel > form > :last-child:last-child { margin-bottom: 0; }
        .columns { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(20rem, 100%), 1fr)); gap: 0 1.25rem; align-items: start; }
        @media (min-width: 64rem) { .columns.uneven { grid-template-columns: 3fr 2fr; } }
        .notice { border-left: 4px solid var(--accent); background: var(--accent-wash); border-radius: var(--radius); padding: 0.75rem 1rem; margin: 0 0 1.25rem; }
        .notice p { margin: 0; }
        .notice.done { border-color: var(--good); background: var(--good-wash); }
        .notice.problem { border-color: var(--danger); background: var(--danger-wash); }
        .notice.warn { border-color: var(--warn); background: var(--warn-wash); }

        .field { margin: 0 0 1.1rem; }
        .field > label, legend { display: block; font-weight: 600; margin: 0 0 0.25rem; padding: 0; }
        .hint { color: var(--soft); font-size: 0.875rem; margin: 0 0 0.35rem; }
        .hint p { margin: 0 0 0.25rem; }
        p.wrong { color: var(--danger); font-weight: 600; }
        input:not([type=checkbox]):not([type=radio]), select, textarea {
          font: inherit; color: inherit; background: var(--surface); width: 100%; max-width: 32rem; min-height: 2.75rem;
          border: 1px solid var(--strong-line); border-radius: var(--radius); padding: 0.5rem 0.75rem;
        }
        .field.wrong input, .field.wrong textarea { border-color: var(--danger); border-width: 2px; }
        input[type=checkbox], input[type=radio] { width: 1.25rem; height: 1.25rem; accent-color: var(--accent); margin: 0.15rem 0 0; flex: none; }
        label.box { display: flex; gap: 0.65rem; align-items: flex-start; padding: 0.35rem 0; min-height: 1.75rem; }
        .nested { margin-inline-start: 1.9rem; }
        label:has(input:not(:checked)) + .nested { display: none; }
        section + fieldset { margin-top: 1.75rem; }
        fieldset { border: 0; padding: 0; margin: 0 0 1.25rem; min-width: 0; }
        button, .button {
          font: inherit; font-weight: 600; display: inline-block; text-decoration: none; cursor: pointer; text-align: center;
          min-height: 2.75rem; padding: 0.55rem 1.1rem; border-radius: var(--radius); border: 1px solid var(--strong-line);
          background: var(--surface); color: var(--ink);
        }
        button:hover, .button:hover { background: var(--sunken); }
        button.primary, .button.primary { background: var(--accent); border-color: var(--accent); color: var(--accent-ink); }
        button.primary:hover, .button.primary:hover { filter: brightness(1.1); }
        button.danger, .button.danger { background: var(--surface); border-color: var(--danger); color: var(--danger); }
        button.danger:hover, .button.danger:hover { background: var(--danger-wash); }
        button.quiet { border-color: transparent; background: none; color: var(--accent); padding-inline: 0.75rem; text-align: left; }
        body.stranger main button.quiet { padding-inline: 0; }
        button.small, .button.small { min-height: 2.25rem; padding: 0.3rem 0.75rem; font-size: 0.9rem; }
        form.inline { display: inline; }
        .buttons { display: flex; flex-wrap: wrap; gap: 0.6rem; align-items: center; margin: 1.25rem 0 0; }
        .buttons.top { margin: 0 0 1.25rem; }
        body.stranger .buttons { justify-content: space-between; }
        body.stranger form:not(.inline) .buttons button { width: 100%; }

        dl.facts { display: grid; grid-template-columns: fit-content(40%) minmax(0, 1fr); gap: 0.5rem 1.5rem; margin: 0; align-items: baseline; }
        dl.facts dt { color: var(--soft); }
        dl.facts dd { margin: 0; overflow-wrap: anywhere; }
        table { width: 100%; border-collapse: collapse; background: var(--surface); }
        .sheet { border: 1px solid var(--line); border-radius: 12px; overflow: hidden; margin: 0 0 1.25rem; background: var(--surface); }
        caption { text-align: left; padding: 0.75rem 1rem; color: var(--soft); font-size: 0.875rem; border-bottom: 1px solid var(--line); }
        th, td { text-align: left; vertical-align: top; padding: 0.7rem 1rem; border-bottom: 1px solid var(--line); overflow-wrap: anywhere; }
        thead th { color: var(--soft); font-size: 0.8125rem; font-weight: 600; background: var(--sunken); }
        thead th { overflow-wrap: normal; }
        tbody th { font-weight: 400; }
        td .buttons { display: inline-flex; margin: 0; gap: 0.4rem; }
        @media (min-width: 64rem) { tbody time { white-space: nowrap; } }
        tbody th > :is(a, bdi, strong) { font-weight: 600; }
        tbody tr:last-child > * { border-bottom: 0; }
        tbody tr:hover { background: color-mix(in srgb, var(--sunken) 55%, transparent); }
        .tick { width: 3.25rem; }
        td.tick label.box { padding: 0; }
        .tag {
          display: inline-block; border-radius: 99px; padding: 0.05rem 0.6rem; font-size: 0.8125rem; font-weight: 600;
          background: var(--sunken); color: var(--soft); border: 1px solid transparent; margin: 0 0.25rem 0.2rem 0; white-space: nowrap;
        }
        .tag.good { background: var(--good-wash); color: var(--good); }
        .tag.bad { background: var(--danger-wash); color: var(--danger); }
        .tag.warn { background: var(--warn-wash); color: var(--warn); }
        .tag.accent { background: var(--accent-wash); color: var(--accent); }
        ul.plain { list-style: none; margin: 0; padding: 0; }
        ul.plain > li { padding: 0.2rem 0; }
        details { margin: 0.35rem 0; }
        summary { cursor: pointer; color: var(--accent); }
        .filters { display: grid; gap: 1.1rem 1rem; grid-template-columns: repeat(auto-fit, minmax(min(12rem, 100%), 1fr)); align-items: end; margin: 0 0 1.1rem; }
        .filters > :is(.field, .buttons) { margin: 0; }
        [role=search] .filters { grid-template-columns: repeat(auto-fit, minmax(min(9rem, 100%), 1fr)); }
        .tabs { border-bottom: 1px solid var(--line); margin: 0 0 1.5rem; }
        .tabs ul { list-style: none; display: flex; gap: 0.25rem; margin: 0; padding: 0; overflow-x: auto; }
        .tabs a { display: block; padding: 0.6rem 0.9rem; text-decoration: none; color: var(--soft); border-bottom: 3px solid transparent; white-space: nowrap; }
        .tabs a[aria-current] { color: var(--accent); border-color: var(--accent); font-weight: 600; }
        ol.steps { display: flex; flex-wrap: wrap; gap: 0.4rem 1.25rem; list-style: none; padding: 0; margin: 0 0 1.5rem; color: var(--soft); font-size: 0.9rem; }
        ol.steps li[aria-current] { color: var(--accent); font-weight: 650; }
        .copy { display: inline-flex; gap: 0.6rem; align-items: center; margin-inline-start: 0.6rem; color: var(--good); font-weight: 600; }
        ul + .copy { margin: 0.75rem 0 0; }
        .secret {
          font: 1.15rem ui-monospace, "SF Mono", "DejaVu Sans Mono", monospace; background: var(--sunken); border: 1px dashed var(--strong-line);
          border-radius: var(--radius); padding: 0.6rem 0.8rem; display: inline-block; overflow-wrap: anywhere; user-select: all; -webkit-user-select: all;
        }
        .qr { width: 13rem; max-width: 100%; background: #ffffff; border-radius: var(--radius); padding: 0.75rem; display: block; }
        .role { border: 1px solid var(--line); border-radius: var(--radius); padding: 0.4rem 0.9rem; margin: 0 0 0.5rem; background: var(--surface); }
        .role > :is(details, p) { margin: 0 0 0.35rem; }
        .role > .box ~ :is(details, p) { margin-inline-start: 1.9rem; }
        .role .tag { margin-bottom: 0; }
        .role.off { background: var(--sunken); }
        .empty { padding: 2.5rem 1rem; text-align: center; color: var(--soft); }
        .reader { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }

        @media (max-width: 52rem) {
          body.member { grid-template: auto 1fr auto / 100%; }
          body.member > header.site { position: relative; height: auto; grid-row: auto; border-right: 0; border-bottom: 1px solid var(--line); gap: 0.5rem; padding: 0.75rem 1rem; overflow: visible; }
          .tabs ul { flex-wrap: wrap; gap: 0; }
          .tabs a { padding-inline: 0.6rem; }
          header.site .name { padding-inline-end: 8rem; }
          header.site nav > ul { display: none; }
          header.site details { display: block; }
          header.site summary { position: absolute; top: 0.6rem; right: 1rem; padding: 0.5rem 0.75rem; font-weight: 600; }
          header.site details[open] > ul { padding-top: 0.5rem; border-top: 1px solid var(--line); }
          header.site .who { margin: 0; padding: 0.25rem 0 0; display: flex; align-items: center; justify-content: space-between; border-top: 1px solid var(--line); }
          header.site:has(details:not([open])) .who { display: none; }
          main { padding-top: 1.25rem; }
          h1 { font-size: 1.45rem; }
          dl.facts { grid-template-columns: 100%; gap: 0; }
          dl.facts dd { margin: 0 0 0.6rem; }
          table, thead, tbody, tr, th, td, caption { display: block; }
          tbody tr.ticking { padding-right: 3.5rem; }
          thead { position: absolute; clip-path: inset(50%); width: 1px; height: 1px; overflow: hidden; }
          tbody tr { padding: 0.6rem 1rem; border-bottom: 1px solid var(--line); position: relative; }
          tbody tr:last-child { border-bottom: 0; }
          tbody th, tbody td { border: 0; padding: 0.15rem 0; }
          td[data-label]::before { content: attr(data-label) ": "; color: var(--soft); font-size: 0.8125rem; }
          td.tick { position: absolute; right: 0.75rem; top: 0.5rem; width: auto; }
        }
        @media (prefers-reduced-motion: no-preference) { button, .button, header.site nav a { transition: background 0.12s; } }
        @media (forced-colors: active) { .tag, .notice { border: 1px solid; } }
        @media print { header.site, footer.site, .skip, .buttons { display: none; } body { display: block; } }
        """
}
