using System.Text;
using OneOnOne.Ingest.Connect;
using OneOnOne.Ingest.Csv;

namespace OneOnOne.Tests.Ingest.Connect;

public sealed class The_mirror_of_a_CRM : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("oneonone-mirror-");

    private string Path => System.IO.Path.Combine(_folder.FullName, "crm.db");

    [Fact]
    public void Records_and_the_cursor_behind_them_are_kept_together_or_not_at_all()
    {
        using (Mirror mirror = Mirror.Open(Path))
        {
            using (MirrorWrite first = mirror.Begin())
            {
                first.Put("Deal", Record("b", "1"));
                first.Set("cursor", "after b");
                first.Commit();
            }

            using MirrorWrite lost = mirror.Begin();
            lost.Put("Deal", Record("c", "1"));
            lost.Remove("Deal", "b");
            lost.Set("cursor", "after c");
        }

        using Mirror again = Mirror.Open(Path);
        Assert.Equal(["b=1"], Show(again.Records("Deal")));
        Assert.Equal("after b", again.State("cursor"));
    }

    [Fact]
    public void A_record_that_comes_again_takes_the_place_of_the_earlier_one()
    {
        using Mirror mirror = Mirror.Open(Path);
        Write(mirror, write => write.Put("Deal", Record("a", "1")));
        Write(mirror, write => write.Put("Deal", Record("a", "2")));

        Assert.Equal(["a=2"], Show(mirror.Records("Deal")));
        Assert.Equal(1, mirror.Count("Deal"));
        Assert.Equal("2", Encoding.UTF8.GetString(mirror.Find("Deal", "a")!.Value.Body));
        Assert.Null(mirror.Find("Person", "a"));
    }

    [Fact]
    public void What_a_full_read_does_not_bring_again_goes()
    {
        using Mirror mirror = Mirror.Open(Path);
        Write(mirror, write => { write.Put("Deal", Record("a", "1"), 1); write.Put("Deal", Record("b", "1"), 1); write.Put("Person", Record("b", "1"), 1); });
        Write(mirror, write => { write.Put("Deal", Record("b", "1"), 2); write.Sweep("Deal", 2); });

        Assert.Equal(["b=1"], Show(mirror.Records("Deal")));
        Assert.True(mirror.Has("Person", "b"));
    }

    [Fact]
    public void A_record_keeps_the_number_of_the_latest_reading_that_brought_it()
    {
        using Mirror mirror = Mirror.Open(Path);
        Write(mirror, write => { write.Put("Deal", Record("a", "1"), 1); write.Put("Deal", Record("b", "1"), 1); write.Put("Person", Record("a", "1"), 1); });
        Write(mirror, write => write.Put("Deal", Record("b", "2"), 2));
        Write(mirror, write => write.Put("Deal", Record("b", "3"), 1));

        Assert.Equal(["a=1"], Show(mirror.Before("Deal", 2)));
        Assert.Equal(["a=1", "b=3"], Show(mirror.Before("Deal", 3)));
    }

    [Fact]
    public void Records_are_written_while_others_are_read()
    {
        using Mirror mirror = Mirror.Open(Path);
        Write(mirror, write => { foreach (int i in Enumerable.Range(10, 80)) { write.Put("Deal", Record($"{i}", "1", $"{i % 7}")); } });
        int read = 0;
        foreach (MirrorRecord[] some in mirror.Records("Deal").Chunk(10))
        {
            Write(mirror, write => { foreach (MirrorRecord deal in some) { write.Remove("Deal", deal.Id); write.Put("Gone", deal); read++; } });
        }

        Assert.Equal((80, 0, 80), (read, mirror.Count("Deal"), mirror.Count("Gone")));
        Assert.Equal(["10", "17", "24", "31", "38", "45", "52", "59", "66", "73", "80", "87"], mirror.Of("Gone", "3").Select(record => record.Id));
    }

    [Fact]
    public void Records_of_one_deal_come_together()
    {
        using Mirror mirror = Mirror.Open(Path);
        Write(mirror, write =>
        {
            write.Put("History", Record("1", "x", "b"));
            write.Put("History", Record("2", "x", "a"));
            write.Put("History", Record("3", "x", "b"));
            write.Put("History", Record("4", "x"));
        });

        Assert.Equal(["2", "1", "3"], mirror.ByParent("History").Select(record => record.Id));

        Write(mirror, write => write.RemoveOf("History", "b"));
        Assert.Equal(["2", "4"], mirror.Records("History").Select(record => record.Id));
    }

    [Fact]
    public void Two_mirrors_of_the_same_records_have_one_hash_whatever_the_order_and_the_history()
    {
        using Mirror one = Mirror.Open(Path);
        Write(one, write => { write.Put("Deal", Record("b", "2")); write.Put("Deal", Record("a", "0")); write.Put("Person", Record("z", "9")); });
        Write(one, write => { write.Put("Deal", Record("a", "1")); write.Remove("Person", "z"); write.Set("cursor", "7"); });
        using Mirror other = Mirror.Open(Path + "2");
        Write(other, write => { write.Put("Deal", Record("a", "1"), 5); write.Put("Deal", Record("b", "2"), 5); });

        Assert.Equal(Hash(one), Hash(other));

        Write(other, write => write.Put("Deal", Record("b", "3")));
        Assert.NotEqual(Hash(one), Hash(other));
    }

    [Fact]
    public void When_it_was_read_is_kept_to_the_tick()
    {
        DateTimeOffset at = new(2026, 11, 20, 18, 0, 0, 123, TimeSpan.Zero);
        using (Mirror mirror = Mirror.Open(Path))
        {
            Assert.Null(mirror.ReadAt);
            Write(mirror, write => write.SetReadAt(at));
        }

        using Mirror again = Mirror.Open(Path);
        Assert.Equal(at, again.ReadAt);
    }

    [Fact]
    public void A_mirror_of_another_account_starts_empty()
    {
        using Mirror mirror = Mirror.Open(Path);
        Write(mirror, write => { write.Put("Deal", Record("a", "1")); write.Set("account", "one"); write.SetReadAt(DateTimeOffset.UnixEpoch); });
        Write(mirror, write => { write.Clear(); write.Set("account", "two"); });

        Assert.Empty(mirror.Records("Deal"));
        Assert.Null(mirror.ReadAt);
        Assert.Equal("two", mirror.State("account"));
    }

    [Fact]
    public void A_file_that_is_no_mirror_is_told_by_name()
    {
        File.WriteAllText(Path, "This is a letter and no database, and it is long enough to be looked at as one.");

        UserErrorException e = Assert.Throws<UserErrorException>(() => Mirror.Open(Path));

        Assert.StartsWith(Path, e.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static MirrorRecord Record(string id, string body, string? parent = null) => new(id, parent, Encoding.UTF8.GetBytes(body));

    private static IEnumerable<string> Show(IEnumerable<MirrorRecord> records) => records.Select(record => $"{record.Id}={Encoding.UTF8.GetString(record.Body)}");

    private static void Write(Mirror mirror, Action<MirrorWrite> change)
    {
        using MirrorWrite write = mirror.Begin();
        change(write);
        write.Commit();
    }

    private static string Hash(Mirror mirror)
    {
        using ContentHash hash = new();
        mirror.AddTo(hash);
        return hash.Finish();
    }
}
