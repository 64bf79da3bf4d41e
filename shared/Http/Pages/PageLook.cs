using OneOnOne.Briefs.Mail;

namespace OneOnOne.Http.Pages;

/// <summary>
/// A browser reads sheets, so pages need no inline styles; the colours are the briefs'. Every pair of text and ground has a contrast of
/// 4.5 or more in both schemes, and every mark of a drawing one of 3.
/// </summary>
internal static class PageLook
{
    private const string Colours = """

        :root{color-scheme:light dark;
        --ground:#eef1f5;--card:#fff;--ink:#1b2430;--soft:#55606e;--line:#dfe4ea;--link:#0a58b0;--field:#6f7b88;--track:#e3e8ee;
        --bar:#0a58b0;--pale:#6493ce;--other:#7a8798;--push:#b3401f;--pull:#1f7a45;--on-bar:#fff;
        --good:#0f5132;--good-ground:#e4f4e9;--warn:#6b4400;--warn-ground:#fff3d6;--ask:#12355f;--ask-ground:#e9f1fb}
        @media (prefers-color-scheme:dark){:root{
        --ground:#0e1318;--card:#171e26;--ink:#e6ebf1;--soft:#a8b4c2;--line:#2f3a46;--link:#8cc2ff;--field:#8595a7;--track:#2a3541;
        --bar:#5fa8f5;--pale:#3f72a8;--other:#8595a7;--push:#ff9b7a;--pull:#6fcf97;--on-bar:#0e1318;
        --good:#b5e6c5;--good-ground:#15331f;--warn:#ffdf9e;--warn-ground:#3d2f0c;--ask:#d6e6fb;--ask-ground:#1c2f47}}
        """;

    private const string Frame = """

        *{box-sizing:border-box}
        body{margin:0;background:var(--ground);color:var(--ink);
        """ + Look.Font + """
        font-size:16px;line-height:24px;display:flex;flex-direction:column;min-height:100vh}
        .wide{width:100%;max-width:1120px;margin:0 auto;padding:0 20px}
        header{background:var(--card);border-bottom:1px solid var(--line)}
        header .wide{display:flex;flex-wrap:wrap;align-items:center;gap:0 20px}
        header ul{display:flex;flex-wrap:wrap;gap:0 16px;margin:0;padding:0;list-style:none}
        header a{display:inline-block;padding:10px 0;text-decoration:none;border-bottom:3px solid transparent}
        @media (max-width:720px){header a{padding:6px 0}}
        header a:hover{text-decoration:underline}
        header a[aria-current]{color:var(--ink);font-weight:700;border-color:var(--bar)}
        .brand{font-weight:700;color:var(--ink)}
        .out{margin-left:auto}
        .skip{position:absolute;left:-9999px;padding:8px 16px;background:var(--card)}
        .skip:focus{left:8px;top:8px;z-index:1}
        main{flex:1;background:var(--card);padding-top:24px!important;padding-bottom:32px!important;outline:0}
        footer{color:var(--soft);font-size:14px;line-height:20px}
        footer p{padding-top:16px!important;padding-bottom:24px!important}
        """;

    private const string Text = """

        h1{margin:0 0 8px;font-size:26px;line-height:32px}
        h2{margin:32px 0 8px;font-size:20px;line-height:26px}
        h3{margin:20px 0 4px;font-size:17px;line-height:24px}
        p,ul{margin:0 0 8px}
        ul{padding-left:20px}
        .text,section>p{max-width:720px}
        h1,h2,h3,p,li,td,th,code,legend,dd,summary,option{overflow-wrap:anywhere}
        a{color:var(--link)}
        .links a,.links span,.tabs a{display:inline-block;padding:4px 0;margin:0 16px 0 0}
        .tabs{display:flex;flex-wrap:wrap;margin:0 0 20px;border-bottom:1px solid var(--line)}
        .tabs a{text-decoration:none;border-bottom:3px solid transparent;padding:6px 0}
        .tabs a[aria-current]{color:var(--ink);font-weight:700;border-color:var(--bar)}
        article h3,.charts h3{margin:0 0 4px}
        article{padding:16px 0;border-top:1px solid var(--line)}
        .soft{color:var(--soft);font-size:14px;line-height:20px}
        .good{display:inline-block;padding:2px 10px;border-radius:6px;background:var(--good-ground);color:var(--good)}
        .warn{padding:8px 12px;border-radius:6px;background:var(--warn-ground);color:var(--warn)}
        .ask{padding:12px 14px;border-radius:6px;background:var(--ask-ground);color:var(--ask)}
        .chip{display:inline-block;padding:0 8px;border-radius:10px;background:var(--track);font-size:14px;line-height:22px;white-space:nowrap}
        .num{text-align:right;font-variant-numeric:tabular-nums}
        .nowrap{white-space:nowrap}
        code{font-size:13px}
        summary{padding:6px 0;color:var(--link);cursor:pointer}
        dl{display:grid;grid-template-columns:repeat(auto-fill,minmax(125px,1fr));gap:12px 24px;margin:0 0 16px}
        dt{color:var(--soft);font-size:14px;line-height:20px}
        dd{margin:0}
        """;

    private const string Tables = """

        table{width:100%;border-collapse:collapse;font-size:15px;line-height:21px}
        caption{text-align:left;color:var(--soft);font-size:14px;line-height:20px;padding:0 0 4px}
        th,td{padding:8px 12px 8px 0;text-align:left;vertical-align:top;border-bottom:1px solid var(--line)}
        thead th{font-size:13px;line-height:18px;font-weight:600;color:var(--soft);vertical-align:bottom;overflow-wrap:normal}
        tbody th{font-weight:600}
        th:last-child,td:last-child{padding-right:0}
        tbody th .links{display:block;font-weight:400}
        .fixed{table-layout:fixed}
        .fixed .chip{white-space:normal}
        .scroll{overflow-x:auto}
        @media (max-width:720px){
        .stack,.stack tbody,.stack tr,.stack th,.stack td{display:block}
        .stack thead{position:absolute;left:-9999px}
        .stack tr{padding:12px 0;border-bottom:1px solid var(--line)}
        .stack th,.stack td{padding:1px 0;border:0;text-align:left}
        .stack tbody th{font-size:17px;line-height:24px}
        .stack td:empty{display:none}
        .stack td[data-label]::before{content:attr(data-label) ": ";color:var(--soft)}}
        """;

    /// <summary>A brief brings its own styles, as mails do; what a page says about tables is not meant for it.</summary>
    private const string Briefs = """

        .brief{max-width:720px}
        .brief>p{margin:0 0 4px}
        .brief .lead{margin:12px 0 8px;font-size:18px;line-height:26px}
        .brief>table{width:calc(100% + 40px);margin:16px -20px 0}
        .brief table{font-size:inherit;line-height:inherit}
        .brief th,.brief td{padding:0;border:0;overflow-wrap:normal}
        """;

    private const string Forms = """

        form.filter{display:grid;grid-template-columns:repeat(auto-fill,minmax(190px,1fr));gap:12px 16px;align-items:end;margin:0 0 16px}
        form.inline{display:flex;flex-wrap:wrap;gap:8px;margin:8px 0}
        label{display:block;font-size:14px;line-height:20px}
        label.changed{padding:0 0 0 10px;border-left:4px solid var(--bar)}
        input,select{display:block;width:100%;min-height:40px;padding:7px 8px;border:1px solid var(--field);border-radius:6px;background:var(--card);color:var(--ink);font:inherit}
        input::placeholder{color:var(--soft);opacity:1}
        button{min-height:40px;padding:7px 20px;border:1px solid var(--bar);border-radius:6px;background:var(--bar);color:var(--on-bar);font:inherit;cursor:pointer}
        button.second{background:var(--card);color:var(--link)}
        a:focus-visible,input:focus-visible,select:focus-visible,button:focus-visible,summary:focus-visible,.scroll:focus-visible{outline:3px solid var(--link);outline-offset:2px}
        """;

    private const string Drawings = """

        svg{display:block;width:100%;overflow:visible}
        svg text{font-size:12px;fill:var(--soft)}
        svg .strong{fill:var(--ink)}
        .grid{stroke:var(--line)}
        .bar{fill:var(--bar)}
        .pale{fill:var(--pale)}
        .other{fill:var(--other)}
        .typical{stroke:var(--push);stroke-width:2;stroke-dasharray:5 4}
        .curve{fill:none;stroke:var(--bar);stroke-width:2}
        .today{stroke:var(--ink);stroke-width:1.5}
        .limit{stroke:var(--push);stroke-width:3}
        .halo{stroke:var(--card);stroke-width:7}
        .unknown{fill:var(--track)}
        svg.mark{display:inline-block;width:16px;vertical-align:2px}
        .push{stroke:var(--push);fill:var(--push)}
        .pull{stroke:var(--pull);fill:var(--pull)}
        .graced{stroke:var(--other);fill:var(--other)}
        .hollow{fill:var(--card);stroke:var(--bar);stroke-width:1.5}
        .quiet{fill:var(--track);stroke:var(--other)}
        @media (max-width:720px){svg .minor{display:none}}
        .done{color:var(--bar)}
        .charts{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,330px),1fr));gap:24px 40px}
        figure{margin:0 0 16px}
        .legend{display:flex;flex-wrap:wrap;gap:2px 18px;margin:8px 0 0;padding:0;list-style:none;color:var(--soft);font-size:14px;line-height:20px}
        .legend svg{display:inline-block;width:14px;height:12px;margin-right:6px;vertical-align:-1px}
        """;

    private const string Paper = """

        @media print{
        :root{--ground:#fff;--card:#fff;--ink:#000;--soft:#444;--line:#bbb;--link:#000}
        header,footer,.tabs,.skip,form,.links{display:none}
        main{padding:0!important}.wide{max-width:none;padding:0}
        .brief>table{width:100%;margin:16px 0 0}
        body{font-size:11pt;line-height:15pt}
        h2,h3{break-after:avoid}tr,article,figure,li{break-inside:avoid}
        *{-webkit-print-color-adjust:exact;print-color-adjust:exact}}
        """;

    public const string Sheet = Colours + Frame + Text + Tables + Briefs + Forms + Drawings + Paper;
}
