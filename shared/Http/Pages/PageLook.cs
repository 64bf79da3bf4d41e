using OneOnOne.Briefs.Mail;

namespace OneOnOne.Http.Pages;

/// <summary>A browser reads sheets, so pages need no inline styles; the colours are the briefs'.</summary>
internal static class PageLook
{
    public const string Sheet = """
        
        body{margin:0;background-color:#eef1f5;color:#1b2430;
        """ + Look.Font + """
        font-size:16px;line-height:24px}
        main{max-width:640px;margin:0 auto;padding:24px 20px;background-color:#fff;min-height:100vh;box-sizing:border-box}
        h1{margin:0 0 4px;font-size:24px;line-height:30px}
        h2{margin:32px 0 4px;font-size:19px;line-height:26px}
        h3{margin:0 0 2px;font-size:17px;line-height:24px}
        p{margin:0 0 4px}
        h1,h2,h3,p,code{overflow-wrap:anywhere}
        a{display:inline-block;padding:4px 14px 4px 0;color:#0a58b0}
        article{padding:16px 0;border-top:1px solid #dfe4ea}
        .soft{color:#55606e;font-size:14px;line-height:20px}
        .good{display:inline-block;padding:2px 10px;border-radius:6px;background-color:#e4f4e9;color:#0f5132}
        .warn{padding:8px 12px;border-radius:6px;background-color:#fff3d6;color:#6b4400}
        code{font-size:13px}
        input::placeholder{color:inherit;opacity:.7}
        label{display:block;margin:0 0 12px}
        input{display:block;box-sizing:border-box;width:100%;padding:8px;border:1px solid #6f7b88;border-radius:6px;background-color:transparent;color:inherit;font:inherit}
        button{padding:8px 20px;border:0;border-radius:6px;background-color:#0a58b0;color:#fff;font:inherit}
        a:focus-visible,input:focus-visible,button:focus-visible{outline:3px solid #0a58b0;outline-offset:2px}
        @media (prefers-color-scheme:dark){body{color:#e6ebf1}a{color:#8cc2ff}article{border-color:#2f3a46}}
        """;
}
