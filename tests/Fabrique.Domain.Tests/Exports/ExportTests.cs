using Fabrique.Domain.Exports;

namespace Fabrique.Domain.Tests.Exports;

public sealed class ExportTests
{
    private static readonly DateTime Now = new(2026, 1, 12, 9, 0, 0, DateTimeKind.Utc);
    private static readonly TimeSpan KeptFor = TimeSpan.FromHours(72);
    private static readonly Guid Me = Guid.CreateVersion7();

    [Fact]
    public void The_same_request_is_found_while_it_is_under_way_and_five_minutes_after()
    {
        var asked = Request("etat=retenue");
        var export = Ask(asked);
        Assert.Same(export, Export.Find(Request("etat=retenue"), [export], Now.AddDays(2)));
        foreach (var other in (ExportRequest[])[Request(""), asked with { Format = "ods" }, asked with { Columns = ["titre"] }, asked with { Columns = ["titre", "reference"] }, asked with { Source = "produits" }])
        {
            Assert.Null(Export.Find(other, [export], Now));
        }

        export.Begin(2);
        export.Complete(2, 100, "", KeptFor, Now.AddMinutes(1));
        Assert.Same(export, Export.Find(asked, [export], Now.AddMinutes(5)));
        Assert.Null(Export.Find(asked, [export], Now.AddMinutes(6)));
        export.Delete(Now.AddMinutes(2));
        Assert.Null(Export.Find(asked, [export], Now.AddMinutes(2)));
    }

    [Fact]
    public void Three_at_most_are_under_way_and_each_has_a_place_of_its_own()
    {
        var known = new List<Export>();
        for (var number = 0; number < Export.MostUnderWay; number++)
        {
            Assert.Null(Export.MayBeAsked(known));
            known.Add(Ask(Request($"n={number}"), known));
        }

        Assert.Equal([1, 2, 3], known.Select(export => export.Place));
        var refusal = Export.MayBeAsked(known);
        Assert.Equal("exports-under-way", refusal?.Code);
        Assert.Throws<BrokenRuleException>(() => Ask(Request("n=3"), known));

        known[1].Delete(Now);
        Assert.Equal(2, Ask(Request("n=3"), known).Place);
    }

    [Fact]
    public void Only_who_asked_takes_it_until_it_expires()
    {
        var export = Ask(Request(""));
        Assert.False(export.MayBeTaken(Me, Now));
        export.Begin(5);
        Assert.Equal((ExportState.Running, 5, 0), (export.State, export.Total, export.Done));
        Assert.False(export.MayBeTaken(Me, Now));
        export.Complete(4, 1000, "Un texte a été coupé.", KeptFor, Now);
        Assert.Equal((4, 1000L, Now + KeptFor, (int?)null), (export.Done, export.Length, export.ExpiresAt, export.Place));
        Assert.True(export.MayBeTaken(Me, Now + KeptFor - TimeSpan.FromSeconds(1)));
        Assert.False(export.MayBeTaken(Me, Now + KeptFor));
        Assert.False(export.MayBeTaken(Guid.CreateVersion7(), Now));
        Assert.Throws<InvalidOperationException>(() => export.Begin(1));
    }

    [Fact]
    public void What_failed_is_over_and_says_why()
    {
        var export = Ask(Request(""));
        export.Begin(5);
        export.Fail("Une panne.", KeptFor, Now);
        Assert.Equal((ExportState.Failed, "Une panne.", false, Now + KeptFor), (export.State, export.Notice, export.IsUnderWay, export.ExpiresAt));
        Assert.False(export.MayBeTaken(Me, Now));
        Assert.Throws<InvalidOperationException>(() => export.Complete(5, 1, "", KeptFor, Now));
        Assert.Null(Export.Find(Request(""), [export], Now));
    }

    private static ExportRequest Request(string filter) => new("instruction", filter, ["reference", "titre"], "xlsx");

    private static Export Ask(ExportRequest asked, IReadOnlyCollection<Export>? known = null) => Export.Ask(Guid.CreateVersion7(), asked, "Instruction", "instruction.xlsx", Me, known ?? [], Now);
}
