using CsCheck;
using Fabrique.Domain.Applications;
using Fabrique.Domain.Calls;
using Fabrique.Domain.Forms;
using Fabrique.Domain.Products;

namespace Fabrique.Domain.Tests.Applications;

/// <summary>Random histories of an application against a model of a few lines.</summary>
public sealed class ApplicationModelTests
{
    private static readonly DateTime Opens = new(2026, 11, 2, 8, 0, 0, DateTimeKind.Utc);
    private static readonly Guid[] People = [Ids.Next(), Ids.Next(), Ids.Next()];

    private static readonly Command[] Ends = [Command.FindInadmissible, Command.LeaveOut, Command.Retain, Command.Reject, Command.Withdraw, Command.CloseForDeparture, Command.Redirect];

    private enum Command
    {
        Edit,
        Empty,
        Submit,
        AskApproval,
        GiveApproval,
        EndApproval,
        StartScreening,
        FindAdmissible,
        FindInadmissible,
        PrepareCorrections,
        SendCorrections,
        AnswerCorrections,
        EndCorrections,
        Shortlist,
        LeaveOut,
        GiveOpinion,
        Retain,
        Reject,
        Withdraw,
        CloseForDeparture,
        Redirect,
    }

    [Fact]
    public void Any_history_agrees_with_the_model()
    {
        // What ends a history comes seldom: most would be over before anything was asked.
        Command[] drawn = [.. Enumerable.Repeat(Enum.GetValues<Command>().Except(Ends), 4).SelectMany(commands => commands), .. Ends];
        var step = Gen.Select(Gen.Int[0, drawn.Length - 1].Select(index => drawn[index]), Gen.Int[0, 2], Gen.Int[-1, 40]);
        var reached = new HashSet<ApplicationStatus>();
        var refusals = new HashSet<string>(StringComparer.Ordinal);
        var gate = new Lock();
        step.Array[0, 70].Sample(
            steps =>
            {
                var run = new Run();
                foreach (var (command, person, day) in steps)
                {
                    run.Play(command, People[person], Opens.AddDays(day));
                }

                lock (gate)
                {
                    reached.UnionWith(run.Reached);
                    refusals.UnionWith(run.Refusals);
                }
            },
            iter: 8_000);

        Assert.Equal(Enum.GetValues<ApplicationStatus>(), reached.Order());

        // How corrections and a second opinion are refused has tests of its own: some of it is too rare for chance.
        Assert.Equal(
            [
                "application-already-decided", "application-already-redirected", "application-already-submitted", "application-incomplete", "application-not-draft", "application-not-in-hand", "application-not-redirectable",
                "application-not-under-screening", "application-not-withdrawable", "application-withdrawn", "approval-not-askable", "approval-not-awaited", "call-closed", "call-not-open", "not-the-applicant", "own-case",
            ],
            refusals.Where(code => code is not "opinion-already-given" && !code.StartsWith("corrections-", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
    }

    private sealed class Run
    {
        private static readonly FormAnswers Complete = ApplicationForms.Fill("t", "p", "s", "u");
        private static readonly InadmissibilityReason Reason = InadmissibilityReason.Create(Ids.Next(), "Hors sujet", "Hors sujet.", 1);
        private static readonly CorrectionRemark[] Remarks = [new(ApplicationForms.Problem, "Combien ?")];
        private static readonly FormAnswers Incomplete = ApplicationForms.Fill("t", "p", " ", "u");

        private readonly CallForApplications call = CallForApplications.Draft(Ids.Next(), "a", "A", "", "", Opens, Opens.AddDays(30), 1);
        private readonly Product product = Product.Launch(Ids.Next(), "canopee", "Canopée", "", null, Ids.Next(), Ids.Next(), DateOnly.FromDateTime(Opens));
        private readonly Application application;
        private readonly HashSet<Guid> opinions = [];
        private ApplicationStatus status;
        private bool complete;
        private bool prepared;
        private int rounds;
        private DateTime due;

        public Run()
        {
            call.Schedule();
            application = Application.StartDraft(Ids.Next(), "C-1", call.Id, People[0], ApplicationForms.Fill("", "", "", ""), Opens);
        }

        public HashSet<ApplicationStatus> Reached { get; } = [ApplicationStatus.Draft];

        public HashSet<string> Refusals { get; } = new(StringComparer.Ordinal);

        private FormAnswers Corrected => ApplicationForms.Fill("t", $"p {rounds}", "s", "u");

        private bool Screening => status is ApplicationStatus.UnderScreening or ApplicationStatus.Shortlisted;

        private bool Ruled => status is ApplicationStatus.UnderScreening;

        public void Play(Command command, Guid person, DateTime now)
        {
            var mine = person == People[0];
            var open = now >= call.OpensAt && now < call.ClosesAt;
            var allowed = command switch
            {
                Command.Edit or Command.Empty => mine && status is ApplicationStatus.Draft,
                Command.Submit => mine && status is ApplicationStatus.Draft && open && complete,
                Command.AskApproval => status is ApplicationStatus.Submitted,
                Command.GiveApproval => status is ApplicationStatus.AwaitingApproval && !mine,
                Command.EndApproval or Command.StartScreening => true,
                Command.FindAdmissible or Command.FindInadmissible or Command.Shortlist or Command.LeaveOut => Ruled && !mine,
                Command.PrepareCorrections => Ruled && !mine && rounds < Application.MostCorrectionRounds && !prepared,
                Command.SendCorrections => Ruled && prepared,
                Command.AnswerCorrections => mine && status is ApplicationStatus.CorrectionRequested && now <= due,
                Command.EndCorrections => true,
                Command.GiveOpinion => Screening && !mine && !opinions.Contains(person),
                Command.Withdraw => mine && status is ApplicationStatus.Draft or ApplicationStatus.Submitted or ApplicationStatus.AwaitingApproval or ApplicationStatus.UnderScreening or ApplicationStatus.CorrectionRequested or ApplicationStatus.Shortlisted,
                Command.CloseForDeparture => !mine && status is ApplicationStatus.Submitted or ApplicationStatus.AwaitingApproval or ApplicationStatus.UnderScreening or ApplicationStatus.CorrectionRequested or ApplicationStatus.Shortlisted,
                Command.Redirect => !mine && status is ApplicationStatus.Submitted or ApplicationStatus.AwaitingApproval or ApplicationStatus.UnderScreening or ApplicationStatus.CorrectionRequested or ApplicationStatus.Shortlisted,
                _ => Screening && !mine,
            };
            var (refusal, action) = Of(command, person, now);
            Assert.Equal(allowed, refusal is null);
            if (!allowed)
            {
                Refusals.Add(refusal!.Code);
                Assert.Equal(refusal, Assert.Throws<BrokenRuleException>(action).Refusal);
            }
            else
            {
                action();
                Expect(command, person, now);
            }

            Assert.Equal(status, application.Status);
            Assert.Equal(complete, application.IsComplete);
            Assert.Equal(opinions, application.Opinions.Select(opinion => opinion.DirectorId).ToHashSet());
            Assert.Equal(status is ApplicationStatus.Redirected, application.RedirectedToId == product.Id);
            Assert.Equal(status is ApplicationStatus.Retained or ApplicationStatus.NotRetained or ApplicationStatus.NotShortlisted or ApplicationStatus.Redirected or ApplicationStatus.Inadmissible, application.DecidedAt is not null && application.DecisionReason is not null && application.DecidedById is not null);
            Reached.Add(status);
        }

        private (Refusal? Refusal, Action Action) Of(Command command, Guid person, DateTime now) => command switch
        {
            Command.Edit => (application.MayEdit(person), () => application.Edit(person, Complete)),
            Command.Empty => (application.MayEdit(person), () => application.Edit(person, Incomplete)),
            Command.Submit => (application.MaySubmit(person, call, CallApplicant.Unknown, now), () => application.Submit(person, call, CallApplicant.Unknown, now)),
            Command.AskApproval => (application.MayAskApproval(), () => application.AskApproval(Ids.Next(), People[1], now)),
            Command.GiveApproval => (application.MayReceiveApproval(person), () => application.GiveApproval(HierarchicalApprovalStatus.Approved, "", null, person, now)),
            Command.EndApproval => (null, () => application.EndApproval(now)),
            Command.StartScreening => (null, application.StartScreening),
            Command.FindAdmissible => (application.MayBeRuled(person), () => application.FindAdmissible(Ids.Next(), person, now)),
            Command.FindInadmissible => (application.MayBeRuled(person), () => application.FindInadmissible(Ids.Next(), person, [Reason], "", now)),
            Command.Shortlist => (application.MayBeRuled(person), () => application.Shortlist(Ids.Next(), shortlisted: true, "", person, now)),
            Command.LeaveOut => (application.MayBeRuled(person), () => application.Shortlist(Ids.Next(), shortlisted: false, "r", person, now)),
            Command.PrepareCorrections => (application.MayRequestCorrections(person, "", Remarks), () => application.PrepareCorrections(Ids.Next(), person, "", Remarks, now)),
            Command.SendCorrections => (application.MaySendCorrections(), () => application.SendCorrections(now, now.AddDays(5))),
            Command.AnswerCorrections => (application.MayAnswerCorrections(person, Corrected, now), () => application.AnswerCorrections(person, Corrected, now)),
            Command.EndCorrections => (null, () => application.EndCorrections(now)),
            Command.GiveOpinion => (application.MayReceiveOpinion(person), () => application.GiveOpinion(Ids.Next(), person, OpinionVerdict.Favourable, "", now)),
            Command.Retain => (application.MayBeDecided(person), () => application.Decide(retained: true, "r", person, now)),
            Command.Reject => (application.MayBeDecided(person), () => application.Decide(retained: false, "r", person, now)),
            Command.CloseForDeparture => (application.MaySettleDeparture(person), () => application.CloseForDeparture(person, "r")),
            Command.Redirect => (application.MayBeRedirected(person, product), () => application.Redirect(person, product, "r", now)),
            _ => (application.MayWithdraw(person), () => application.Withdraw(person)),
        };

        private void Expect(Command command, Guid person, DateTime now)
        {
            switch (command)
            {
                case Command.Edit or Command.Empty:
                    complete = command is Command.Edit;
                    break;
                case Command.AskApproval:
                    status = ApplicationStatus.AwaitingApproval;
                    break;
                case Command.GiveApproval or Command.EndApproval:
                    status = status is ApplicationStatus.AwaitingApproval ? ApplicationStatus.Submitted : status;
                    break;
                case Command.GiveOpinion:
                    opinions.Add(person);
                    break;
                case Command.FindAdmissible:
                    break;
                case Command.PrepareCorrections:
                    (rounds, prepared) = (rounds + 1, true);
                    break;
                case Command.SendCorrections:
                    (status, prepared, due) = (ApplicationStatus.CorrectionRequested, false, now.AddDays(5));
                    break;
                case Command.AnswerCorrections or Command.EndCorrections:
                    status = status is ApplicationStatus.CorrectionRequested ? ApplicationStatus.UnderScreening : status;
                    break;
                case Command.StartScreening:
                    status = status is ApplicationStatus.Submitted ? ApplicationStatus.UnderScreening : status;
                    break;
                default:
                    status = command switch
                    {
                        Command.Submit => ApplicationStatus.Submitted,
                        Command.FindInadmissible => ApplicationStatus.Inadmissible,
                        Command.Shortlist => ApplicationStatus.Shortlisted,
                        Command.LeaveOut => ApplicationStatus.NotShortlisted,
                        Command.Retain => ApplicationStatus.Retained,
                        Command.Reject => ApplicationStatus.NotRetained,
                        Command.Redirect => ApplicationStatus.Redirected,
                        _ => ApplicationStatus.Withdrawn,
                    };
                    break;
            }
        }
    }
}
