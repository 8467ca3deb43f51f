using System.Data.Common;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Fabrique.Domain.Panels;
using Fabrique.Testing;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Data.Tests;

public sealed class PanelTests
{
    [Theory, EngineData]
    public async Task A_panel_comes_back_with_its_rules_its_members_and_its_substitutes(Engine engine)
    {
        await using var test = await DataTest.OnAsync(engine);
        var sample = new PanelSample();
        sample.Panel.Remove(sample.People[1].Id, PanelSample.Day, "Mutation", sample.Clerk.Id, Sample.Now);
        sample.Panel.EndDelegation(1, sample.Clerk.Id, Sample.Now);
        var recusal = Recusal.Enter(Guid.CreateVersion7(), sample.Panel, sample.People[0].Id, sample.Items[0], ConflictKind.Personal, "Une proche", sample.People[0].Id, Recusals.None, Sample.Now);
        recusal.Withdraw(sample.Panel, "Erreur de personne", sample.Clerk.Id, Sample.Now.AddHours(1));
        await test.SaveAsync([.. sample.All, recusal]);

        await test.InScopeAsync(async db =>
        {
            var panel = await db.Panels.Include(panel => panel.Members).Include(panel => panel.Delegations).AsSplitQuery().SingleAsync();
            Assert.Equivalent(sample.Panel, panel, strict: true);
            Assert.Equal(new QuorumRule(1, 2, CountsSubstitutes: true, RequiresChair: true), panel.Quorum);
            Assert.Equal(7, panel.Members.Count);
            Assert.Equal("Mutation", panel.Members[1].RemovalReason);
            Assert.NotNull(Assert.Single(panel.Delegations).EndedAt);
            Assert.Equivalent(recusal, await db.Recusals.SingleAsync(), strict: true);
        });
    }

    [Theory, EngineData]
    public async Task Whoever_comes_back_into_a_panel_is_a_member_again_and_its_version_moves(Engine engine)
    {
        await using var test = await DataTest.OnAsync(engine);
        var sample = new PanelSample();
        await test.SaveAsync(sample.All);
        await test.InScopeAsync(async db =>
        {
            var panel = await db.Panels.Include(panel => panel.Members).Include(panel => panel.Delegations).AsSplitQuery().SingleAsync();
            panel.Remove(sample.People[2].Id, PanelSample.Day, "Mutation", sample.Clerk.Id, Sample.Now);
            panel.Admit(sample.People[2].Id, Capacity.Advisory, PanelSample.Day.AddDays(7));
            panel.Rule(new QuorumRule(3, OutOf: null, CountsSubstitutes: false, RequiresChair: false), Majority.TwoThirds, chairHasCastingVote: false);
            await db.SaveChangesAsync();
        });

        await test.InScopeAsync(async db =>
        {
            var panel = await db.Panels.Include(panel => panel.Members).SingleAsync();
            Assert.Equal(1, panel.Version);
            Assert.Equal(new QuorumRule(3, OutOf: null, CountsSubstitutes: false, RequiresChair: false), panel.Quorum);
            Assert.Equal(Capacity.Advisory, panel.MemberOn(sample.People[2].Id, PanelSample.Day.AddDays(7))!.Capacity);
            Assert.Null(panel.MemberOn(sample.People[2].Id, PanelSample.Day));
        });
    }

    [Theory, EngineData]
    public async Task A_session_comes_back_with_its_agenda_its_breaks_who_was_there_and_its_timer(Engine engine)
    {
        await using var test = await DataTest.OnAsync(engine);
        var sample = new PanelSample().Begin();
        await test.SaveAsync(sample.All);

        await test.InScopeAsync(async db =>
        {
            var session = await ReadSessionAsync(db);
            Assert.Equivalent(sample.Session, session, strict: true);
            Assert.Equal(TimeSpan.FromSeconds(150), session.Timer.Remaining(Sample.Now.AddHours(2)));
            Assert.Equal(sample.Items, session.Agenda.Select(item => item.Item));
            Assert.Equal(sample.Items[0], session.Current);
            Assert.Equal(42, session.Seed);
            Assert.Equal(5, session.PresentAt(Sample.Now).Count);
            session.StartTimer(Sample.Now.AddMinutes(1));
            session.Depart(sample.People[3].Id, Sample.Now.AddMinutes(1));
            await db.SaveChangesAsync();
        });

        var after = await test.InScopeAsync(ReadSessionAsync);
        Assert.True(after.Timer.IsRunning);
        Assert.Equal((1, 4), (after.Version, after.PresentAt(Sample.Now.AddMinutes(1)).Count));
    }

    [Theory, EngineData]
    public async Task A_running_order_is_drawn_again_and_a_break_replaced_in_one_save(Engine engine)
    {
        await using var test = await DataTest.OnAsync(engine);
        var sample = new PanelSample();
        await test.SaveAsync(sample.All);
        await test.InScopeAsync(async db =>
        {
            var session = await ReadSessionAsync(db);
            session.Replan(Sample.Now.AddDays(1), new HearingPace(5, 10, 2), [sample.Items[3], sample.Items[1], sample.Items[0]], seed: null);
            session.Break(2, 20);
            await db.SaveChangesAsync();
        });

        var session = await test.InScopeAsync(ReadSessionAsync);
        Assert.Equal([sample.Items[3], sample.Items[1], sample.Items[0]], session.Agenda.Select(item => item.Item));
        Assert.Equal([1, 2, 3], session.Agenda.Select(item => item.Position));
        Assert.Equal(20, Assert.Single(session.Breaks).Minutes);
        Assert.Equal(new HearingPace(5, 10, 2), session.Pace);
        Assert.Null(session.Seed);
    }

    [Theory, EngineData]
    public async Task A_grid_and_what_follows_it_come_back_and_its_criteria_are_written_again(Engine engine)
    {
        await using var test = await DataTest.OnAsync(engine);
        var sample = new PanelSample();
        var reviewer = sample.People[5].Id;
        var assignment = Assignment.Make(Guid.CreateVersion7(), sample.Panel.Id, sample.Items[0], reviewer, seed: long.MaxValue, sample.Clerk.Id, Sample.Now);
        assignment.Withdraw("Absence", Sample.Now.AddDays(1));
        await test.SaveAsync([.. sample.All, assignment]);
        await test.InScopeAsync(async db =>
        {
            var grid = await db.ScoringGrids.Include(grid => grid.Criteria).SingleAsync();
            Assert.Equivalent(sample.Grid, grid, strict: true);
            grid.Change([PanelSample.Criterion("solution", 5, new Scale(0, 20, 0.25m)), PanelSample.Criterion("impact", 1, new Scale(0, 5, 1)), PanelSample.Criterion("problem", 3, new Scale(0, 5, 1))]);
            await db.SaveChangesAsync();
        });
        var assessmentId = Guid.CreateVersion7();
        await test.InScopeAsync(async db =>
        {
            var grid = await db.ScoringGrids.Include(grid => grid.Criteria).SingleAsync();
            Assert.Equal(["solution", "impact", "problem"], grid.Criteria.Select(criterion => criterion.Code));
            Assert.Equal(new Scale(0, 20, 0.25m), grid.Criteria[0].Scale);
            var assessment = Assessment.Start(assessmentId, grid, sample.Items[0], reviewer, Recusals.None, Sample.Now);
            assessment.Give(grid, reviewer, Recusals.None, "solution", 12.25m, "Simple");
            db.Add(assessment);
            await db.SaveChangesAsync();
        });
        await test.InScopeAsync(async db =>
        {
            var grid = await db.ScoringGrids.Include(grid => grid.Criteria).SingleAsync();
            var assessment = await db.Assessments.Include(assessment => assessment.Scores).SingleAsync();
            Assert.Equal((12.25m, "Simple"), (assessment.ScoreOf("solution")!.Value, assessment.ScoreOf("solution")!.Comment));
            assessment.Give(grid, reviewer, Recusals.None, "solution", 12.5m, "");
            assessment.Give(grid, reviewer, Recusals.None, "impact", 3, "");
            assessment.Give(grid, reviewer, Recusals.None, "problem", 4, "");
            assessment.Submit(grid, reviewer, Recusals.None, Sample.Now.AddMinutes(2));
            await db.SaveChangesAsync();
        });

        await test.InScopeAsync(async db =>
        {
            Assert.Equivalent(assignment, await db.Assignments.SingleAsync(), strict: true);
            var grid = await db.ScoringGrids.Include(grid => grid.Criteria).SingleAsync();
            Assert.Equal(Sample.Now, grid.SettledAt);
            var assessment = await db.Assessments.Include(assessment => assessment.Scores).SingleAsync();
            Assert.True(assessment.Counts(grid, Recusals.None));
            Assert.Equal([12.5m, 3m, 4m], grid.Criteria.Select(criterion => assessment.ScoreOf(criterion.Code)!.Value));
        });
    }

    [Theory, EngineData]
    public async Task A_ballot_by_name_a_deliberation_its_letters_and_its_minutes_come_back_as_saved(Engine engine)
    {
        await using var test = await DataTest.OnAsync(engine);
        var sample = new PanelSample().Begin();
        var ballot = Ballot.OpenNamed(Guid.CreateVersion7(), sample.Panel, sample.Session, sample.Roll(), [], "Retenir la proposition", Sample.Now);
        VoteChoice[] choices = [VoteChoice.For, VoteChoice.For, VoteChoice.For, VoteChoice.Against, VoteChoice.Abstain];
        for (var i = 0; i < choices.Length; i++)
        {
            ballot.Cast(sample.Session, sample.Roll(), sample.People[i].Id, choices[i], Sample.Now);
        }

        ballot.Close(sample.Roll(), Sample.Now.AddMinutes(1));
        var deliberation = Deliberation.Begin(Guid.CreateVersion7(), sample.Panel.Id, places: 1, envelope: 50_000.50m);
        Record(deliberation, new DecisionDraft(sample.Items[0], DecisionOutcome.Retained, "", Amount: 20_000.25m), ballot);
        Record(deliberation, new DecisionDraft(sample.Items[1], DecisionOutcome.WaitingList, "Une place de moins", WaitingRank: 1));
        Record(deliberation, new DecisionDraft(sample.Items[2], DecisionOutcome.Redirected, "Un produit y répond", RedirectedTo: new("Product", Guid.CreateVersion7())));
        deliberation.Conclude([], [ballot], "", "", Sample.Now.AddHours(1));
        var batch = DecisionBatch.Prepare(Guid.CreateVersion7(), deliberation, Sample.Now.AddDays(1), replyDays: 10);
        batch.Release(deliberation, sample.Clerk.Id, Sample.Now.AddDays(2));
        batch.Withdraw(sample.Items[0], answerDays: 5, Sample.Now.AddDays(3));
        var minutes = DeliberationMinutes.Write(Guid.CreateVersion7(), sample.Session.Id, sample.People[0].Id, sample.Clerk.Id, "# Procès-verbal", sample.Clerk.Id, Sample.Now);
        minutes.Revise(sample.Clerk.Id, 1, "# Procès-verbal\n\nCorrigé.", "Une faute", Sample.Now);
        minutes.Sign(sample.Clerk.Id, minutes.Latest.Hash, Sample.Now);
        await test.SaveAsync([.. sample.All, ballot, deliberation, batch, minutes]);

        await test.InScopeAsync(async db =>
        {
            var saved = await ReadBallotAsync(db);
            Assert.Equivalent(ballot, saved, strict: true);
            Assert.Equal(ballot.Summary!.Sentence, saved.Summary!.Sentence);
            Assert.Equal(5, saved.Votes.Count);
            Assert.Equivalent(deliberation, await db.Deliberations.Include(one => one.Decisions).SingleAsync(), strict: true);
            Assert.Equivalent(batch, await db.DecisionBatches.Include(one => one.Decisions).SingleAsync(), strict: true);
            var read = await db.DeliberationMinutes.Include(one => one.Versions).Include(one => one.Signatures).AsSplitQuery().SingleAsync();
            Assert.Equivalent(minutes, read, strict: true);
            Assert.Empty(read.Verify());
        });

        void Record(Deliberation deliberation, DecisionDraft draft, Ballot? ballot = null) => deliberation.Decide(draft, ballot, sample.Clerk.Id, Sample.Now);
    }

    [Theory, EngineData]
    public async Task A_second_row_where_one_is_allowed_is_a_unique_violation(Engine engine)
    {
        await using var test = await DataTest.OnAsync(engine);
        var sample = new PanelSample().Begin();
        var (panel, item, person) = (sample.Panel, sample.Items[0], sample.People[5].Id);
        await test.SaveAsync([.. sample.All, Recuse(), Assign(), Assess(), Open()]);

        foreach (var twin in new object[] { Recuse(), Assign(), Assess(), Open(), ScoringGrid.Draft(Guid.CreateVersion7(), panel.Id, [PanelSample.Criterion("one", 1, new Scale(0, 1, 1))]), Panel.Constitute(Guid.CreateVersion7(), panel.Kind, "Un autre", panel.Subject, QuorumRule.None, Majority.Simple, false) })
        {
            var refusal = await Assert.ThrowsAsync<DbUpdateException>(() => test.SaveAsync(twin));
            Assert.True(DatabaseErrors.IsUniqueViolation(refusal), twin.GetType().Name);
        }

        await RefusedAsync($"insert into panel_members (panel_id, number, person_id, capacity, \"from\") select panel_id, 99, person_id, capacity, \"from\" from panel_members where number = 1");
        await test.InScopeAsync(async db =>
        {
            var ballot = await ReadBallotAsync(db);
            ballot.Cast(sample.Session, sample.Roll(), sample.People[0].Id, VoteChoice.For, Sample.Now);
            await db.SaveChangesAsync();
        });
        await RefusedAsync("insert into named_votes (ballot_id, member_id, voter_id, choice, cast_at) select ballot_id, member_id, voter_id, choice, cast_at from named_votes");
        await RefusedAsync($"insert into named_votes (ballot_id, member_id, voter_id, choice, cast_at) select ballot_id, (select id from staff_members where id <> member_id limit 1), voter_id, choice, cast_at from named_votes");
        await RefusedAsync("insert into voter_marks (ballot_id, member_id, voter_id) select ballot_id, member_id, voter_id from named_votes union all select ballot_id, member_id, voter_id from named_votes");

        Recusal Recuse() => Recusal.Enter(Guid.CreateVersion7(), panel, person, item, ConflictKind.Other, "", person, Recusals.None, Sample.Now);
        Assignment Assign() => Assignment.Make(Guid.CreateVersion7(), panel.Id, item, person, seed: null, sample.Clerk.Id, Sample.Now);
        Assessment Assess() => Assessment.Start(Guid.CreateVersion7(), sample.Grid, item, person, Recusals.None, Sample.Now);
        Ballot Open() => Ballot.OpenNamed(Guid.CreateVersion7(), panel, sample.Session, sample.Roll(), [], "Retenir la proposition", Sample.Now);

        Task RefusedAsync(string sql) => test.InScopeAsync(async db =>
            Assert.True(DatabaseErrors.IsUniqueViolation(await Assert.ThrowsAnyAsync<DbException>(() => db.Database.ExecuteSqlRawAsync(sql)))));
    }

    [Theory]
    [EngineData("update panels set quorum_count = -1")]
    [EngineData("update panels set quorum_count = 3")]
    [EngineData("update panels set clerk_id = chair_id")]
    [EngineData("update panels set majority = 'Most'")]
    [EngineData("update panel_members set capacity = 'Boss'")]
    [EngineData("update panel_members set removed_from = '2000-01-01'")]
    [EngineData("update panel_delegations set until = '2000-01-01'")]
    [EngineData("update panel_delegations set substitute_id = delegator_id")]
    [EngineData("update recusals set origin = 'Inferred'")]
    [EngineData("update recusals set withdrawn_at = '2026-11-24 00:00:00'")]
    [EngineData("update criteria set weight = 0")]
    [EngineData("update hearing_sessions set status = 'Planned'")]
    [EngineData("update hearing_sessions set current_kind = null")]
    [EngineData("update hearing_breaks set minutes = 0")]
    [EngineData("update agenda_items set position = 0")]
    [EngineData("update ballots set status = 'Closed'")]
    [EngineData("update ballots set for_count = 1")]
    [EngineData("update ballots set mode = 'Named'")]
    [EngineData("delete from panels")]
    public async Task The_database_refuses_what_no_rule_of_panels_allows(Engine engine, string sql)
    {
        await using var test = await DataTest.OnAsync(engine);
        var sample = new PanelSample().Begin();
        var recusal = Recusal.Enter(Guid.CreateVersion7(), sample.Panel, sample.People[5].Id, sample.Items[0], ConflictKind.Other, "", sample.People[5].Id, Recusals.None, Sample.Now);
        await test.SaveAsync([.. sample.All, recusal, OpenSecret(sample, NewKey())]);

        await test.InScopeAsync(async db =>
        {
            var refusal = await Assert.ThrowsAnyAsync<DbException>(() => db.Database.ExecuteSqlRawAsync(sql));
            Assert.False(DatabaseErrors.IsUniqueViolation(refusal));
        });
    }

    /// <summary>Two runs of one secret ballot, in which the same people vote otherwise: no row of any table differs, but the sealed bytes, and those are gone once it is closed.</summary>
    [Theory, EngineData]
    public async Task No_row_of_any_table_links_a_voter_to_a_choice(Engine engine)
    {
        var (sample, ballotId) = (new PanelSample().Begin(), Guid.CreateVersion7());
        VoteChoice[] choices = [VoteChoice.For, VoteChoice.For, VoteChoice.Against, VoteChoice.Against, VoteChoice.Abstain];
        var (open, closed) = await PlayAsync(engine, sample, ballotId, choices);
        var (openOtherwise, closedOtherwise) = await PlayAsync(engine, sample, ballotId, [choices[2], choices[4], choices[0], choices[1], choices[3]]);

        Assert.Equal(open, openOtherwise);
        Assert.Equal(closed, closedOtherwise);
        Assert.Equal(5, open.Count(row => row.StartsWith("voter_marks ", StringComparison.Ordinal)));
        Assert.DoesNotContain(open, row => row.StartsWith("audit_entries ", StringComparison.Ordinal) && row.Contains("CastVote", StringComparison.Ordinal));
        Assert.Contains(closed, row => row.StartsWith("ballots ", StringComparison.Ordinal) && row.Contains("for_count=2", StringComparison.Ordinal));
    }

    private static async Task<(IReadOnlyList<string> Open, IReadOnlyList<string> Closed)> PlayAsync(Engine engine, PanelSample sample, Guid ballotId, VoteChoice[] choices)
    {
        await using var test = await DataTest.OnAsync(engine);
        var key = NewKey();
        await test.SaveAsync([.. sample.All, OpenSecret(sample, key, ballotId)]);
        for (var i = 0; i < choices.Length; i++)
        {
            var (voter, choice) = (sample.People[i].Id, choices[i]);
            test.Clock.Advance(TimeSpan.FromSeconds(3));
            await test.ActAsync(voter, "CastVote", async db =>
            {
                (await ReadBallotAsync(db)).CastSecretly(sample.Session, sample.Roll(), voter, choice, key);
                await db.SaveChangesAsync();
            });
        }

        var open = await test.InScopeAsync(DumpAsync);
        await test.ActAsync(sample.Clerk.Id, "CloseBallot", async db =>
        {
            (await ReadBallotAsync(db)).CloseSecretly(sample.Roll(), key, Sample.Now.AddMinutes(1));
            await db.SaveChangesAsync();
        });
        return (open, await test.InScopeAsync(DumpAsync));
    }

    /// <summary>Every row of every table, in the order in which the engine gives them, with all of its columns but the random ones: « table column=value ». The lines of the audit trail, which one save writes in any order, are sorted.</summary>
    private static async Task<IReadOnlyList<string>> DumpAsync(FabriqueDbContext db)
    {
        var rows = new List<string>();
        const string Audit = "audit_entries";
        await db.Database.OpenConnectionAsync();
        foreach (var table in db.Model.GetEntityTypes().Select(entity => entity.GetTableName()!).Distinct().Order(StringComparer.Ordinal))
        {
            await using var command = db.Database.GetDbConnection().CreateCommand();
            command.CommandText = $"select * from {table}";
            await using var reader = await command.ExecuteReaderAsync();
            var first = rows.Count;
            while (await reader.ReadAsync())
            {
                var row = new StringBuilder(table);
                for (var i = 0; i < reader.FieldCount; i++)
                {
                    var name = reader.GetName(i);
                    if ((table, name) is not ((Audit, "id") or ("ballots", "urn")))
                    {
                        row.Append(CultureInfo.InvariantCulture, $" {name}={reader.GetValue(i)}");
                    }
                    else if (name == "urn")
                    {
                        row.Append(CultureInfo.InvariantCulture, $" urn={((byte[])reader.GetValue(i)).Length} bytes");
                    }
                }

                rows.Add(row.ToString());
            }

            if (table == Audit)
            {
                rows.Sort(first, rows.Count - first, StringComparer.Ordinal);
            }
        }

        return rows;
    }

    private static UrnKey NewKey() => new(RandomNumberGenerator.GetBytes(UrnKey.Length));

    private static Ballot OpenSecret(PanelSample sample, UrnKey key, Guid? id = null) =>
        Ballot.OpenSecret(id ?? Guid.CreateVersion7(), sample.Panel, sample.Session, sample.Roll(), [], "Retenir la proposition", key, Sample.Now);

    private static Task<Ballot> ReadBallotAsync(FabriqueDbContext db) =>
        db.Ballots.Include(ballot => ballot.Votes).Include(ballot => ballot.Marks).Include(ballot => ballot.Seats).AsSingleQuery().SingleAsync();

    private static Task<HearingSession> ReadSessionAsync(FabriqueDbContext db) =>
        db.HearingSessions.Include(session => session.Agenda).Include(session => session.Breaks).Include(session => session.Attendance).AsSplitQuery().SingleAsync();
}
