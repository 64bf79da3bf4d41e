using OneOnOne.Pipeline;
using OneOnOne.Tests.Promises;

namespace OneOnOne.Tests.Pipeline;

public sealed class RecipientPolicyTests
{
    private const int Tricks = 42;

    [Fact]
    public void The_tricks_are_as_many_as_the_promise_says() =>
        Assert.Equal(Tricks, typeof(RecipientPolicyTests).GetMethod(nameof(S2_What_could_reach_somebody_else_is_no_address))!.GetCustomAttributes(typeof(InlineDataAttribute), false).Length);

    [Theory]
    [InlineData("ada@example.com")]
    [InlineData("ada.lovelace+briefs@mail.example.co.uk")]
    [InlineData("o'neill@example.com")]
    [InlineData("a@b")]
    public void A_plain_address_may_be_mailed_to(string address) => Assert.Null(RecipientPolicy.Refusal(address, []));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("  ")]
    public void Nothing_is_no_address(string? address) => Assert.Equal("no-address", RecipientPolicy.Refusal(address, []));

    [Theory]
    [Promise("S2", Tricks, "addresses that could reach somebody else")]
    [InlineData("b@example.com, c@evil.example")]
    [InlineData("b@example.com,c@evil.example")]
    [InlineData("b@example.com;c@evil.example")]
    [InlineData("b@example.com c@evil.example")]
    [InlineData("Bob <b@example.com>")]
    [InlineData("<b@example.com>")]
    [InlineData("\"b\"@example.com")]
    [InlineData("\"c@evil.example\" b@example.com")]
    [InlineData("b@example.com@evil.example")]
    [InlineData("b(c)@example.com")]
    [InlineData("b@example.com(evil)")]
    [InlineData("@evil.example:b@example.com")]
    [InlineData("b@[127.0.0.1]")]
    [InlineData("b\\@example.com")]
    [InlineData(" b@example.com")]
    [InlineData("b@example.com ")]
    [InlineData("b@example.com\r\nBcc: c@evil.example")]
    [InlineData("b@example.com\n")]
    [InlineData("b\t@example.com")]
    [InlineData("b\0@example.com")]
    [InlineData("b\u007f@example.com")]
    [InlineData("b\u0085@example.com")]
    [InlineData("b\u2028@example.com")]
    [InlineData("b\u200b@example.com")]
    [InlineData("b\u202e@example.com")]
    [InlineData("b@ex\u0430mple.com")]
    [InlineData("b\uff20example.com")]
    [InlineData("b@example\uff0ecom")]
    [InlineData("mailto:b@example.com")]
    [InlineData("=?utf-8?q?b?=@example.com,")]
    [InlineData("b")]
    [InlineData("@example.com")]
    [InlineData("b@")]
    [InlineData("b@@example.com")]
    [InlineData("b@.example.com")]
    [InlineData("b@example..com")]
    [InlineData(".b@example.com")]
    [InlineData("b.@example.com")]
    [InlineData("b..c@example.com")]
    [InlineData("b@example.com.")]
    [InlineData("b%evil.example@example.com")]
    [InlineData("evil.example!b@example.com")]
    public void S2_What_could_reach_somebody_else_is_no_address(string address)
    {
        Assert.Equal("bad-address", RecipientPolicy.Refusal(address, []));
        Assert.Equal("bad-address", RecipientPolicy.Refusal(address, ["example.com", "evil.example"]));
    }

    [Fact]
    public void An_address_is_at_most_254_characters()
    {
        Assert.Null(RecipientPolicy.Refusal(new string('a', 242) + "@example.com", []));
        Assert.Equal("bad-address", RecipientPolicy.Refusal(new string('a', 243) + "@example.com", []));
    }

    [Theory]
    [Promise("S2")]
    [InlineData("b@example.com", null)]
    [InlineData("b@EXAMPLE.com", null)]
    [InlineData("b@example.org", null)]
    [InlineData("b@evil.example", "domain-not-allowed")]
    [InlineData("b@sub.example.com", "domain-not-allowed")]
    [InlineData("b@notexample.com", "domain-not-allowed")]
    [InlineData("b@example.com.evil.example", "domain-not-allowed")]
    [InlineData("example.com@evil.example", "domain-not-allowed")]
    public void S2_Only_listed_domains_are_mailed_to(string address, string? refusal) => Assert.Equal(refusal, RecipientPolicy.Refusal(address, ["example.com", "Example.org"]));
}
