using Microsoft.Extensions.DependencyInjection;
using OneOnOne.Briefs;
using OneOnOne.Crm;
using OneOnOne.Pipeline;
using OneOnOne.Storage;
using OneOnOne.Tests.Builders;

namespace OneOnOne.Tests.Pipeline;

/// <summary>From the export's language to the mail.</summary>
public sealed class LanguagesOfReadersTests
{
    [Fact]
    public async Task Each_reads_their_mail_in_their_own_language()
    {
        await using PipelineWorld world = await PipelineWorld.WithAsync(new PipelineCompany { Person = person => person with { Language = person.Id.Value == "rob" ? "de" : null } });
        await world.RunAsync();

        (string Subject, string Html, string Text)[] mails = [.. world.Mail.Accepted.Select(mail => (mail.Subject, mail.Html, mail.Text))];
        string german = Assert.Single(mails, mail => mail.Html.Contains("<html lang=\"de\">", StringComparison.Ordinal)).Text;
        Assert.Contains("Das bringen Sie mit", german, StringComparison.Ordinal);
        Assert.Contains("Prüfen Sie für sich: ", german, StringComparison.Ordinal);
        Assert.DoesNotContain("What to bring", german, StringComparison.Ordinal);
        Assert.True(mails.Length > 1);
        Assert.Equal(mails.Length - 1, mails.Count(mail => mail.Html.Contains("<html lang=\"en\">", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Who_has_no_language_in_the_CRM_reads_the_companys()
    {
        await using PipelineWorld world = await PipelineWorld.WithAsync(new PipelineCompany { Person = person => person with { Language = person.Id.Value == "rob" ? "en" : null } });
        world.Settings = world.Settings with { Company = world.Settings.Company with { Language = "de-CH" } };
        IServiceProvider services = world.Start();
        Person rob = (await services.GetRequiredService<IBookStore>().FindPersonAsync(new PersonId("rob"), CancellationToken.None))!;
        BriefPair pair = await services.GetRequiredService<Reports>().BriefAsync(rob, PipelineCompany.Monday.AddHours(6), CancellationToken.None);
        Assert.Equal(("de-CH", "en"), (pair.Facts.Manager.Language, pair.Facts.Rep.Language));
        Assert.All(pair.Manager.Questions, question => Assert.DoesNotContain(" the ", question, StringComparison.Ordinal));
        Assert.NotEmpty(pair.Manager.Questions);
    }
}
