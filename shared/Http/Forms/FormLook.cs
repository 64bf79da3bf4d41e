using OneOnOne.Briefs.Mail;

namespace OneOnOne.Http.Forms;

/// <summary>The one sheet of the forms that links open: read on a phone, with a thumb.</summary>
internal static class FormLook
{
    public const string Sheet = """

        :root{color-scheme:light dark}
        body{margin:0;background-color:#eef1f5;color:#1b2430;
        """ + Look.Font + """
        font-size:16px;line-height:24px}
        main{max-width:560px;margin:0 auto;padding:24px 20px 40px;background-color:#fff;min-height:100vh;box-sizing:border-box}
        h1{margin:0 0 12px;font-size:22px;line-height:28px}
        h1,p,label,legend{overflow-wrap:anywhere}
        p{margin:0 0 12px}
        .soft{color:#55606e;font-size:14px;line-height:20px}
        .about{padding:10px 12px;border-left:4px solid #0a58b0;font-weight:600}
        .good{padding:10px 12px;border-radius:6px;background-color:#e4f4e9;color:#0f5132}
        .warn{margin:4px 0 0;padding:8px 12px;border-radius:6px;background-color:#fff3d6;color:#6b4400}
        .field,fieldset{margin:0 0 20px;padding:0;border:0;min-width:0}
        label,legend{display:block;padding:0;margin:0 0 6px;font-weight:600}
        .pick{display:flex;align-items:flex-start;min-height:24px;margin:0;padding:10px 0;font-weight:400;border-bottom:1px solid #dfe4ea}
        .pick input{flex:none;width:22px;height:22px;margin:1px 12px 0 0}
        textarea,select,.line{display:block;box-sizing:border-box;width:100%;padding:10px;border:1px solid #6f7b88;border-radius:6px;background-color:transparent;color:inherit;font:inherit}
        textarea{min-height:110px}
        select{background-color:#fff}
        button{display:block;width:100%;padding:14px 20px;border:0;border-radius:6px;background-color:#0a58b0;color:#fff;font:inherit;font-weight:600}
        input:focus-visible,textarea:focus-visible,select:focus-visible,button:focus-visible{outline:3px solid #0a58b0;outline-offset:2px}
        @media (prefers-color-scheme:dark){
        body{background-color:#0e1318;color:#e6ebf1}
        main{background-color:#171e26}
        .soft{color:#a8b4c2}
        .about{border-color:#5fa8f5}
        .good{background-color:#15331f;color:#b5e6c5}
        .warn{background-color:#3d2f0c;color:#ffdf9e}
        .pick{border-color:#2f3a46}
        select{background-color:#171e26}
        textarea,select,.line{border-color:#8595a7}
        input:focus-visible,textarea:focus-visible,select:focus-visible,button:focus-visible{outline-color:#8cc2ff}
        }
        """;
}
