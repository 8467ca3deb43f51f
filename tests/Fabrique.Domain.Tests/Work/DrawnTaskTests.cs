using Fabrique.Domain.Forms;
using Fabrique.Domain.Time;
using Fabrique.Domain.Work;

namespace Fabrique.Domain.Tests.Work;

public sealed class DrawnTaskTests
{
    private static readonly DateTime Monday = new(2026, 11, 23, 10, 0, 0, DateTimeKind.Utc);
    private static readonly Guid Boss = Ids.Next();

    [Fact]
    public void A_drawn_task_ends_on_one_of_its_outcomes_with_its_answers()
    {
        var item = Open("Montant : nombre obligatoire\nAccord : case");
        var somebody = Ids.Next();
        FormAnswers Typed(string amount) => item.Form.Fill(new KeyValuePair<string, string?>("montant", amount));
        Assert.Equal("unknown-outcome", item.MayBeAnswered("Peut-être", "", Typed("1"))?.Code);
        Assert.Equal("answer-missing", item.MayBeAnswered("Oui", "", Typed(""))?.Code);
        Assert.Equal("answer-unreadable", item.MayBeAnswered("Oui", "", new FormAnswers(item.Form.Code, item.Form.Version, new KeyValuePair<string, FormValue>("montant", new TextValue("mille"))))?.Code);
        Assert.Equal("comment-too-long", item.MayBeAnswered("Oui", new string('a', WorkItem.CommentLength + 1), Typed("1"))?.Code);
        Assert.Throws<BrokenRuleException>(() => item.Answer("Peut-être", "", Typed("1"), somebody, Monday));

        item.Answer("Oui", "Vu.", Typed("12,5"), somebody, Monday);
        Assert.Equal((WorkItemStatus.Done, "Oui", "Vu.", somebody), (item.Status, item.Outcome, item.Comment, item.CompletedById));
        Assert.Equal((12.5m, new TickValue(false)), (item.Answers.Number("montant"), item.Answers["accord"]));
        Assert.Equal("task-already-done", item.MayBeAnswered("Oui", "", Typed("1"))?.Code);
    }

    /// <summary>Due on Monday 30 November; three working days later is Thursday.</summary>
    [Fact]
    public void Somebody_is_told_once_that_it_is_overdue_and_only_while_it_is_open()
    {
        var item = Open("");
        var at = ParisTime.ToUtc(new DateOnly(2026, 12, 3), new TimeOnly(9, 0));
        Assert.Equal(at, item.EscalatesAt);
        Assert.Null(item.TakeEscalation(at.AddMinutes(-1)));
        Assert.Equal(Assignee.Person(Boss), item.TakeEscalation(at));
        Assert.Null(item.TakeEscalation(at.AddDays(1)));

        var done = Open("");
        done.Answer("Non", "", FormAnswers.None, Ids.Next(), Monday);
        Assert.Null(done.TakeEscalation(at));
    }

    [Theory]
    [InlineData("Fait", null)]
    [InlineData("Oui|Non", null)]
    [InlineData("", "issue")]
    [InlineData("Oui| ", "compter")]
    [InlineData("Oui|oui", "deux fois")]
    [InlineData("1|2|3|4|5|6|7|8|9|10|11", "11 issues")]
    [InlineData("une issue bien trop longue pour être écrite à côté d’une flèche du dessin", "compter")]
    public void Outcomes_are_a_few_and_different(string outcomes, string? problem)
    {
        var found = TaskSheet.ProblemOf(outcomes.Length == 0 ? [] : outcomes.Split('|'));
        Assert.Equal(problem is null, found is null);
        Assert.Contains(problem ?? "", found ?? "", StringComparison.Ordinal);
    }

    private static WorkItem Open(string form)
    {
        var dueAt = Deadline.InWorkingDays(Monday, 5);
        Assert.Null(FormText.Read(form, out var questions));
        return WorkItem.Open(
            Ids.Next(), "Task", new Subject("Product", Ids.Next()), "Vérifier le budget", Assignee.HoldersOf("Equipe"), "i", Monday, dueAt, ReminderPolicy.None,
            new TaskSheet("Lire **tout**.", questions, ["Oui", "Non"]) { Escalation = Escalation.After(dueAt, 3, Assignee.Person(Boss)) });
    }
}
