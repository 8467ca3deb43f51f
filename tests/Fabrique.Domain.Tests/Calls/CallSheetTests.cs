using Fabrique.Domain.Calls;
using Fabrique.Domain.Time;

namespace Fabrique.Domain.Tests.Calls;

public sealed class CallSheetTests
{
    private static readonly CallSheet Sheet = new()
    {
        Title = "Appel",
        Theme = "Thème",
        Presentation = "Présentation",
        OpensAt = ParisTime.ToUtc(new DateOnly(2026, 10, 5), new TimeOnly(9, 0)),
        ClosesAt = ParisTime.ToUtc(new DateOnly(2026, 11, 6), new TimeOnly(18, 0)),
        Places = 4,
    };

    [Fact]
    public void What_is_said_of_a_call_may_be_said() => Assert.Null(Sheet.Problem);

    [Theory]
    [InlineData("2026-11-06", "2026-11-06", "2026-11-06", null)]
    [InlineData(null, "2026-11-20", null, null)]
    [InlineData("2026-11-05", null, null, "puis la présélection le 5 novembre 2026")]
    [InlineData("2026-11-20", "2026-11-19", null, "la présélection le 20 novembre 2026, puis les auditions le 19 novembre 2026")]
    [InlineData("2026-11-20", null, "2026-11-19", "la présélection le 20 novembre 2026, puis les réponses le 19 novembre 2026")]
    [InlineData(null, null, "2026-11-01", "la clôture le 6 novembre 2026, puis les réponses le 1er novembre 2026")]
    public void The_five_dates_follow_each_other(string? shortlist, string? hearings, string? letters, string? sentence)
    {
        var problem = (Sheet with { ShortlistOn = Day(shortlist), HearingsOn = Day(hearings), LettersOn = Day(letters) }).Problem;
        Assert.Equal(sentence is null ? null : "call-dates-out-of-order", problem?.Code);
        Assert.Contains(sentence ?? "", problem?.Sentence ?? "", StringComparison.Ordinal);
    }

    [Fact]
    public void What_cannot_be_is_told()
    {
        Assert.Equal("call-without-title", (Sheet with { Title = "" }).Problem?.Code);
        Assert.Equal("call-closes-before-it-opens", (Sheet with { ClosesAt = Sheet.OpensAt }).Problem?.Code);
        Assert.Equal("call-places", (Sheet with { Places = 0 }).Problem?.Code);
        Assert.Equal("call-envelope", (Sheet with { Envelope = 0 }).Problem?.Code);
        Assert.Equal("call-too-many-criteria", (Sheet with { Criteria = [.. Enumerable.Repeat("x", CallSheet.MostCriteria + 1)] }).Problem?.Code);
        Assert.Equal("call-criterion-too-long", (Sheet with { Criteria = [new string('x', CallSheet.CriterionLength + 1)] }).Problem?.Code);
        Assert.Equal("call-question-too-long", (Sheet with { Questions = [new("Qui ?", new string('x', CallQuestion.AnswerLength + 1))] }).Problem?.Code);
        Assert.Equal("call-contact-unreachable", (Sheet with { ContactName = "L’équipe" }).Problem?.Code);
    }

    [Fact]
    public void Two_say_the_same_when_their_lists_do_in_order()
    {
        var one = Sheet with { Criteria = ["a", "b"], Questions = [new("Qui ?", "Tous.")] };
        Assert.True(one.Says(Sheet with { Criteria = ["a", "b"], Questions = [new("Qui ?", "Tous.")] }));
        Assert.False(one.Says(one with { Criteria = ["b", "a"] }));
        Assert.False(one.Says(one with { Questions = [] }));
        Assert.False(one.Says(one with { Places = 9 }));
    }

    /// <summary>Moved beyond the change of clocks, an hour of Paris stays that hour.</summary>
    [Fact]
    public void A_call_made_after_another_keeps_days_of_the_week_and_hours_of_Paris()
    {
        var moved = (Sheet with { HearingsOn = new DateOnly(2026, 12, 1) }).MovedTo(new DateOnly(2027, 2, 3));
        Assert.Equal(new DateTime(2027, 2, 8, 9, 0, 0), ParisTime.FromUtc(moved.OpensAt));
        Assert.Equal(new DateTime(2027, 3, 12, 18, 0, 0), ParisTime.FromUtc(moved.ClosesAt));
        Assert.Equal((null, new DateOnly(2027, 4, 6)), (moved.ShortlistOn, moved.HearingsOn));
        Assert.Equal(Sheet.OpensAt, Sheet.MovedTo(new DateOnly(2026, 1, 1)).OpensAt);
    }

    [Fact]
    public void Questions_are_read_as_they_are_written()
    {
        Assert.Null(CallQuestion.Read("Qui ?\nTout agent.\nMême deux fois.\n\n\nQuand ?\nEn décembre.", out var questions));
        Assert.Equal([new("Qui ?", "Tout agent.\nMême deux fois."), new("Quand ?", "En décembre.")], questions);
        Assert.Null(CallQuestion.Read(CallQuestion.Write(questions), out var again));
        Assert.Equal(questions, again);
        Assert.Null(CallQuestion.Read("", out var none));
        Assert.Empty(none);
        Assert.Equal("call-question-unanswered", CallQuestion.Read("Qui ?\n\nTout agent.\nOui.", out _)?.Code);
    }

    [Theory]
    [InlineData("Saison 7 : l’eau, partout", "saison-7-l-eau-partout")]
    [InlineData("Gestion", "appel-gestion")]
    [InlineData("« — »", "")]
    public void An_address_is_proposed_from_the_title(string title, string slug) => Assert.Equal(slug, CallSlug.Propose(title));

    [Theory]
    [InlineData("automne-2026", null)]
    [InlineData("gestion", "call-slug-reserved")]
    [InlineData("nouveau", "call-slug-reserved")]
    [InlineData("", "call-without-slug")]
    [InlineData("Automne", "call-slug-unreadable")]
    [InlineData("été", "call-slug-unreadable")]
    [InlineData("a/b", "call-slug-unreadable")]
    [InlineData("-a", "call-slug-unreadable")]
    public void An_address_is_of_plain_words_that_the_site_does_not_reserve(string slug, string? code) => Assert.Equal(code, CallSlug.Problem(slug)?.Code);

    [Fact]
    public void A_numbered_address_is_one_too()
    {
        var long80 = new string('a', CallForApplications.SlugLength);
        Assert.Equal(("automne", "automne-2"), (CallSlug.Numbered("automne", 1), CallSlug.Numbered("automne", 2)));
        Assert.Null(CallSlug.Problem(CallSlug.Numbered(long80, 12)));
    }

    private static DateOnly? Day(string? text) => text is null ? null : DateOnly.ParseExact(text, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
}
