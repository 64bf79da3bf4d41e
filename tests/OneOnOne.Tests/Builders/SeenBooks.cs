using System.Text;
using OneOnOne.Crm;
using OneOnOne.Storage;

namespace OneOnOne.Tests.Builders;

/// <summary>Everything of the books that a reader can see, as text.</summary>
internal static class SeenBooks
{
    public static async Task<string> OfAsync(IBookStore books)
    {
        StringBuilder seen = new();
        foreach (Snapshot snapshot in await books.SnapshotsAsync(CancellationToken.None))
        {
            seen.Append("snapshot ").AppendLine(Json.Text(snapshot));
        }

        foreach (PersonId rep in await books.RepsAsync(CancellationToken.None))
        {
            seen.Append("head ").AppendLine(Json.Text(await books.ReadHeadAsync(rep, CancellationToken.None)));
            await foreach (Opportunity opportunity in books.ReadAllAsync(rep, CancellationToken.None))
            {
                seen.Append("opportunity ").AppendLine(Json.Text(opportunity));
            }
        }

        Company company = await books.ReadCompanyAsync(CancellationToken.None);
        seen.Append("company ").AppendLine(Json.Text(company));
        seen.Append("pool ").AppendLine(Json.Text(await books.ReadPoolAsync(PoolId.Company, CancellationToken.None)));
        foreach (PersonId person in company.People.Keys)
        {
            seen.Append("person ").AppendLine(Json.Text(await books.FindPersonAsync(person, CancellationToken.None)));
            seen.Append("team ").AppendLine(Json.Text(await books.FindTeamAsync(person, CancellationToken.None)));
            seen.Append("pool ").AppendLine(Json.Text(await books.ReadPoolAsync(PoolId.Team(person), CancellationToken.None)));
        }

        return seen.ToString();
    }
}
