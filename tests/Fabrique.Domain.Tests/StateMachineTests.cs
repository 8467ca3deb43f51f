using Fabrique.Domain.Applications;
using Fabrique.Domain.Calls;
using Fabrique.Domain.Products;

namespace Fabrique.Domain.Tests;

public sealed class StateMachineTests
{
    [Fact]
    public void An_application_passes_only_by_the_written_transitions() => Check(
        Application.States,
        "AwaitingApproval-EndApproval-Submitted",
        "AwaitingApproval-Redirect-Redirected",
        "AwaitingApproval-Withdraw-Withdrawn",
        "CorrectionRequested-EndCorrections-UnderScreening",
        "CorrectionRequested-Redirect-Redirected",
        "CorrectionRequested-Withdraw-Withdrawn",
        "Draft-Submit-Submitted",
        "Draft-Withdraw-Withdrawn",
        "Shortlisted-Redirect-Redirected",
        "Shortlisted-Reject-NotRetained",
        "Shortlisted-Retain-Retained",
        "Shortlisted-Withdraw-Withdrawn",
        "Submitted-AskApproval-AwaitingApproval",
        "Submitted-Close-NotRetained",
        "Submitted-Redirect-Redirected",
        "Submitted-StartScreening-UnderScreening",
        "Submitted-Withdraw-Withdrawn",
        "UnderScreening-FindInadmissible-Inadmissible",
        "UnderScreening-LeaveOut-NotShortlisted",
        "UnderScreening-Redirect-Redirected",
        "UnderScreening-Reject-NotRetained",
        "UnderScreening-RequestCorrections-CorrectionRequested",
        "UnderScreening-Retain-Retained",
        "UnderScreening-Shortlist-Shortlisted",
        "UnderScreening-Withdraw-Withdrawn");

    [Fact]
    public void A_call_passes_only_by_the_written_transitions() => Check(
        CallForApplications.States,
        "Closed-StartReview-Reviewing",
        "Decided-Archive-Archived",
        "Draft-Schedule-Scheduled",
        "Open-Close-Closed",
        "Reviewing-Decide-Decided",
        "Scheduled-Open-Open");

    [Fact]
    public void A_product_passes_only_by_the_written_transitions() => Check(
        Product.States,
        "Acceleration-Stop-Abandoned",
        "Consolidation-Stop-Abandoned",
        "Construction-Stop-Abandoned",
        "Investigation-StartConstruction-Construction",
        "Investigation-Stop-AbandonedInvestigation");

    private static void Check<TState, TEvent>(StateMachine<TState, TEvent> machine, params string[] expected)
        where TState : struct, Enum
        where TEvent : struct, Enum
    {
        var allowed = new List<string>();
        foreach (var from in Enum.GetValues<TState>())
        {
            foreach (var occurred in Enum.GetValues<TEvent>())
            {
                if (machine.Allows(from, occurred))
                {
                    allowed.Add($"{from}-{occurred}-{machine.Next(from, occurred)}");
                }
                else
                {
                    Assert.Throws<InvalidOperationException>(() => machine.Next(from, occurred));
                }
            }
        }

        Assert.Equal(expected, allowed.Order(StringComparer.Ordinal));
        Assert.Equal(expected, machine.Transitions.Select(one => $"{one.From}-{one.Event}-{one.To}").Order(StringComparer.Ordinal));
    }
}
