using Fabrique.Domain.Panels;

namespace Fabrique.Domain.Tests.Panels;

public sealed class AnonymisedReadingTests
{
    private static readonly DateTime Now = new(2026, 3, 2, 9, 0, 0, DateTimeKind.Utc);

    private static readonly NameMask Mask = new([new MaskedPerson("Kenza Fauvette")], ["DREAL Bretagne"]);

    private static readonly ReadingSource Title = new("title", "Titre", "Passerelle – l’idée de Kenza");

    private static readonly ReadingSource[] Parts = [new("problem", "Le problème", "La DREAL Bretagne attend."), new("solution", "La solution", "Une carte.")];

    [Fact]
    public void What_is_proposed_names_nobody_and_is_read_once_released_only()
    {
        var reading = Prepare();
        Assert.Equal("Passerelle – l’idée de [nom]", reading.Title);
        Assert.Equal("La [service] attend.", reading.Parts[0].Text);
        Assert.False(reading.IsReadable(Title, Parts));
        reading.Release(Title, Parts, Ids.Next(), Now);
        Assert.True(reading.IsReadable(Title, Parts));
    }

    [Fact]
    public void A_release_lapses_with_what_it_was_made_from()
    {
        var reading = Prepare();
        reading.Release(Title, Parts, Ids.Next(), Now);
        ReadingSource[] corrected = [Parts[0], new("solution", "La solution", "Une carte de Kenza.")];
        Assert.False(reading.IsReadable(Title, corrected));
        Assert.False(reading.IsReadable(new ReadingSource("title", "Titre", "Autre"), Parts));
        Assert.False(reading.IsReadable(Title, [.. Parts, new ReadingSource("more", "Encore", "Oui.")]));
        Assert.False(reading.IsReadable(Title, Parts[..1]));
        Assert.Equal("reading-outdated", reading.MayRelease(Title, corrected)?.Code);
        Assert.Throws<BrokenRuleException>(() => reading.Release(Title, corrected, Ids.Next(), Now));

        // The question may be asked in other words.
        Assert.True(reading.IsReadable(Title, [Parts[0], new ReadingSource("solution", "Votre solution", "Une carte.")]));
    }

    [Fact]
    public void What_a_person_wrote_is_kept_where_the_item_says_the_same()
    {
        var reading = Prepare();
        var byHand = reading.Text with { Parts = [reading.Parts[0] with { Text = "Un service attend." }, reading.Parts[1] with { Text = "Une carte, par eux." }] };
        reading.Write(byHand, Ids.Next(), Now);
        ReadingSource[] corrected = [Parts[0], new("solution", "La solution", "Une carte de Kenza.")];
        var proposed = AnonymisedReading.Propose(reading, Title, corrected, Mask);
        Assert.Equal(["Un service attend.", "Une carte de [nom]."], proposed.Parts.Select(part => part.Text));
    }

    [Fact]
    public void What_is_written_after_a_release_is_released_again()
    {
        var reading = Prepare();
        reading.Release(Title, Parts, Ids.Next(), Now);
        reading.Write(reading.Text, Ids.Next(), Now.AddDays(1));
        Assert.False(reading.IsReleased);
        Assert.Null(reading.ReleasedById);
    }

    [Fact]
    public void Without_a_title_nothing_is_released()
    {
        var reading = Prepare();
        reading.Write(reading.Text with { Title = "" }, Ids.Next(), Now);
        Assert.Equal("reading-untitled", reading.MayRelease(Title, Parts)?.Code);
        Assert.Equal("reading-title-too-long", (reading.Text with { Title = new string('a', AnonymisedReading.TitleLength + 1) }).Problem?.Code);
        Assert.Equal("reading-too-long", (reading.Text with { Parts = [reading.Parts[0] with { Text = new string('a', AnonymisedReading.PartLength + 1) }] }).Problem?.Code);
    }

    private static AnonymisedReading Prepare() =>
        AnonymisedReading.Prepare(Ids.Next(), Ids.Next(), Sample.NewItem(), AnonymisedReading.Propose(kept: null, Title, Parts, Mask), Ids.Next(), Now);
}
