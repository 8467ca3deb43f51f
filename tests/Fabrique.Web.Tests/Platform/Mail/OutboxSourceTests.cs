using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Domain.Messages;
using Fabrique.Testing;
using Fabrique.Testing.Mail;
using Fabrique.Web.Features.Applications;
using Fabrique.Web.Features.Calls;
using Fabrique.Web.Features.Products;
using Fabrique.Web.Kernel.DueItems;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Kernel.Telemetry;
using Fabrique.Web.Platform.Mail;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Fabrique.Web.Tests.Platform.Mail;

public sealed class OutboxSourceTests
{
    // Five thousand take eight senders minutes on a small machine; what may go wrong is between the batches of fifty that they reach for.
    private const int Many = 600;
    private const int Cases = 20;
    private const int People = 5;

    private readonly FakeTimeProvider clock = new(new DateTimeOffset(MailSamples.Now));

    [Theory]
    [EngineData]
    public async Task A_written_mail_is_saved_with_its_fact_and_sent_once(Engine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        var transport = new RecordingTransport();
        await using var services = Services(database, transport);
        await using (var scope = services.CreateAsyncScope())
        {
            var person = MailSamples.Person();
            scope.ServiceProvider.GetRequiredService<FabriqueDbContext>().Add(person);
            Assert.Single(await scope.ServiceProvider.GetRequiredService<Outbox>().WriteAsync(
                MailSamples.Catalog["candidature/accuse-de-reception"], [person], MailSamples.Data, new Subject(ApplicationSubject.SubjectCode, Guid.CreateVersion7()), task: null, TestContext.Current.CancellationToken));
            Assert.Equal(0, await scope.ServiceProvider.GetRequiredService<FabriqueDbContext>().OutgoingMails.CountAsync());
            await scope.ServiceProvider.GetRequiredService<FabriqueDbContext>().SaveChangesAsync();
        }

        await RunAsync(services);
        await RunAsync(services);

        Assert.Single(transport.Sent);
        var sent = Assert.Single(await MailsAsync(services));
        Assert.Equal(MailStatus.Sent, sent.Status);
        Assert.Equal(MailSamples.Now, sent.SentAt);
        Assert.Null(sent.LeasedUntil);
        Assert.Null(await NextDueAsync(services));
    }

    [Theory]
    [EngineData]
    public async Task Nothing_is_written_to_a_person_who_left(Engine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        await using var services = Services(database, new RecordingTransport());
        await using var scope = services.CreateAsyncScope();
        var person = MailSamples.Person();
        person.Withdraw(byId: null, "Partie.", DateTime.UnixEpoch);

        Assert.Empty(await scope.ServiceProvider.GetRequiredService<Outbox>().WriteAsync(MailSamples.Catalog["commun/relance-tache"], [person], MailSamples.Data, new Subject(CallSubject.SubjectCode, Guid.CreateVersion7()), task: null, TestContext.Current.CancellationToken));
        Assert.False(scope.ServiceProvider.GetRequiredService<FabriqueDbContext>().ChangeTracker.HasChanges());
    }

    [Theory]
    [EngineData]
    public async Task Each_failure_waits_for_its_rung_then_becomes_an_incident(Engine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        var transport = new RecordingTransport { Answer = _ => new Delivery(DeliveryResult.Deferred, "452 plus tard") };
        await using var services = Services(database, transport);
        var mail = MailSamples.Mail();
        await AddAsync(services, mail);

        foreach (var wait in OutgoingMail.RetryLadder)
        {
            await RunAsync(services);
            await RunAsync(services);
            Assert.Equal(clock.GetUtcNow().UtcDateTime + wait, await NextDueAsync(services));
            clock.Advance(wait - TimeSpan.FromSeconds(1));
            await RunAsync(services);
            clock.Advance(TimeSpan.FromSeconds(1));
        }

        await RunAsync(services);

        var failed = Assert.Single(await MailsAsync(services));
        Assert.Equal(MailStatus.Failed, failed.Status);
        Assert.Equal("452 plus tard", failed.LastError);
        Assert.Equal(OutgoingMail.RetryLadder.Count + 1, transport.Sent.Count);
        Assert.Null(await NextDueAsync(services));
    }

    [Theory]
    [EngineData]
    public async Task A_permanent_refusal_is_an_incident_at_once(Engine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        var transport = new RecordingTransport { Answer = _ => new Delivery(DeliveryResult.Refused, "550 inconnu", IsFinal: true) };
        await using var services = Services(database, transport);
        await AddAsync(services, MailSamples.Mail());

        await RunAsync(services);

        Assert.Equal(MailStatus.Failed, Assert.Single(await MailsAsync(services)).Status);
        Assert.Single(transport.Sent);
    }

    [Theory]
    [EngineData]
    public async Task Eight_senders_at_once_send_each_mail_once(Engine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        var transport = new RecordingTransport();
        await using var services = Services(database, transport);
        var mails = Enumerable.Range(0, 60).Select(number => MailSamples.Mail($"personne{number}@ministere.example")).ToArray();
        await AddAsync(services, mails);

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => RunAsync(services))));

        Assert.Equal(mails.Select(mail => mail.Id).Order(), transport.Sent.Order());
        Assert.All(await MailsAsync(services), mail => Assert.Equal(MailStatus.Sent, mail.Status));
    }

    /// <summary>More mails than the senders read at a time, all together: twenty files, five people on each, six mails to each of them. One in seven is put off by the server the first time.</summary>
    [Theory]
    [EngineData]
    public async Task Hundreds_at_once_leave_by_eight_senders_each_once_and_in_order_for_each_person_and_case(Engine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        var accepted = new ConcurrentQueue<Guid>();
        var putOff = new ConcurrentDictionary<Guid, bool>();
        var transport = new RecordingTransport();
        await using var services = Services(database, transport);
        var mails = Enumerable.Range(0, Many).Select(number => MailSamples.Mail(
            $"personne{number / Cases % People}@ministere.example",
            about: new Subject(ApplicationSubject.SubjectCode, new Guid(number % Cases, 0, 0, new byte[8])),
            at: MailSamples.Now.AddMinutes(-60).AddMilliseconds(number))).ToArray();
        var late = mails.Where((_, number) => number % 7 == 0).Select(mail => mail.Id).ToHashSet();
        transport.Answer = mail =>
        {
            if (late.Contains(mail.Id) && putOff.TryAdd(mail.Id, true))
            {
                return new Delivery(DeliveryResult.Deferred, "452 plus tard");
            }

            accepted.Enqueue(mail.Id);
            return Delivery.Accepted;
        };
        await AddAsync(services, mails);

        for (var round = 0; round < 8 && accepted.Count < Many; round++)
        {
            await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => RunAsync(services))));
            clock.Advance(OutgoingMail.RetryLadder[0]);
        }

        Assert.Equal(mails.Select(mail => mail.Id).Order(), accepted.Order());
        Assert.Equal(Many + late.Count, transport.Sent.Count);
        Assert.All(await MailsAsync(services), mail => Assert.Equal((MailStatus.Sent, late.Contains(mail.Id) ? 1 : 0), (mail.Status, mail.Attempts)));
        var ranks = accepted.Select((id, rank) => (id, rank)).ToDictionary(sent => sent.id, sent => sent.rank);
        foreach (var same in mails.GroupBy(mail => (mail.ToAddress, mail.SubjectId)))
        {
            var sent = same.Select(mail => ranks[mail.Id]).ToList();
            Assert.Equal(sent.Order(), sent);
        }
    }

    [Theory]
    [EngineData]
    public async Task What_a_clock_that_was_ahead_held_or_put_off_leaves_once_when_it_is_put_right(Engine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        var ahead = new FakeTimeProvider(clock.GetUtcNow().AddDays(400));
        var (sent, late, held, written) = (MailSamples.Mail("parti@ministere.example"), MailSamples.Mail("plus-tard@ministere.example"), MailSamples.Mail("tenu@ministere.example"), MailSamples.Mail("ecrit@ministere.example", at: ahead.GetUtcNow().UtcDateTime));
        var wrong = new RecordingTransport { Answer = mail => mail.Id == late.Id ? new Delivery(DeliveryResult.Deferred, "452 plus tard") : Delivery.Accepted };
        await using (var services = Services(database, wrong, ahead))
        {
            await AddAsync(services, sent, late);
            await RunAsync(services);
            Assert.Equal(new[] { sent.Id, late.Id }.Order(), wrong.Sent.Order());
            await AddAsync(services, held);
            await DieAsync(database, ahead);
            await AddAsync(services, written);
        }

        var transport = new RecordingTransport();
        await using var right = Services(database, transport);
        await RunAsync(right);
        await RunAsync(right);

        Assert.Equal(new[] { late.Id, held.Id, written.Id }.Order(), transport.Sent.Order());
        Assert.All(await MailsAsync(right), mail => Assert.Equal((MailStatus.Sent, null), (mail.Status, mail.LeasedUntil)));
    }

    [Theory]
    [EngineData]
    public async Task What_another_host_a_little_ahead_holds_is_left_to_it(Engine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        var ahead = new FakeTimeProvider(clock.GetUtcNow().AddMinutes(10));
        var transport = new RecordingTransport();
        await using var services = Services(database, transport);
        await AddAsync(services, MailSamples.Mail());
        await DieAsync(database, ahead);

        await RunAsync(services);
        Assert.Empty(transport.Sent);
        clock.Advance(TimeSpan.FromMinutes(10) + Lease);
        await RunAsync(services);
        Assert.Single(transport.Sent);
    }

    [Theory]
    [EngineData]
    public async Task A_server_that_a_clock_that_was_ahead_holds_is_tried_when_it_is_put_right(Engine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        await using (var services = Services(database, new RecordingTransport { Answer = _ => new Delivery(DeliveryResult.Unreachable, "Le serveur ne répond pas.") }, new FakeTimeProvider(clock.GetUtcNow().AddDays(400))))
        {
            await AddAsync(services, MailSamples.Mail(), MailSamples.Mail());
            await RunAsync(services);
        }

        var transport = new RecordingTransport();
        await using var right = Services(database, transport);
        await RunAsync(right);
        await RunAsync(right);
        Assert.False((await RelayAsync(right)).IsHeld);
        Assert.Equal(2, transport.Sent.Distinct().Count());
        Assert.Equal(2, transport.Sent.Count);
    }

    [Theory]
    [EngineData]
    public async Task A_dead_senders_mail_is_taken_again_when_its_lease_is_over(Engine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        using var kill = new CancellationTokenSource();
        var dying = new RecordingTransport
        {
            AnswerAsync = async _ =>
            {
                await kill.CancelAsync();
                throw new OperationCanceledException("The process was killed.");
            },
        };
        await using (var killed = Services(database, dying))
        {
            await AddAsync(killed, MailSamples.Mail());
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => RunAsync(killed, kill.Token));
        }

        var transport = new RecordingTransport();
        await using var services = Services(database, transport);
        await RunAsync(services);
        Assert.Empty(transport.Sent);
        Assert.Equal(MailSamples.Now + Lease, await NextDueAsync(services));

        clock.Advance(Lease);
        await RunAsync(services);

        Assert.Equal(dying.Sent, transport.Sent);
        Assert.Equal(MailStatus.Sent, Assert.Single(await MailsAsync(services)).Status);
    }

    [Theory]
    [EngineData]
    public async Task A_sender_that_lost_its_lease_does_not_undo_what_the_other_did(Engine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        // The other sender's clock only: this one's would give the mail up first.
        var later = new FakeTimeProvider(clock.GetUtcNow());
        var second = new RecordingTransport();
        await using var other = Services(database, second, later);
        var slow = new RecordingTransport
        {
            AnswerAsync = async _ =>
            {
                later.Advance(Lease + TimeSpan.FromSeconds(1));
                await RunAsync(other);
                return new Delivery(DeliveryResult.Refused, "550 trop tard", IsFinal: true);
            },
        };
        await using var services = Services(database, slow);
        await AddAsync(services, MailSamples.Mail());

        await RunAsync(services);

        var mail = Assert.Single(await MailsAsync(services));
        Assert.Equal(MailStatus.Sent, mail.Status);
        Assert.Null(mail.LastError);
        Assert.Equal(0, mail.Attempts);
    }

    [Theory]
    [EngineData]
    public async Task One_person_reads_of_one_thing_in_order_and_others_do_not_wait(Engine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        var about = new Subject(ApplicationSubject.SubjectCode, Guid.CreateVersion7());
        var first = MailSamples.Mail(about: about, at: MailSamples.Now.AddMinutes(-2));
        var second = MailSamples.Mail(about: about, at: MailSamples.Now.AddMinutes(-1));
        var elsewhere = MailSamples.Mail(at: MailSamples.Now.AddMinutes(-1));
        var neighbour = MailSamples.Mail("voisine@ministere.example", about: about, at: MailSamples.Now.AddMinutes(-1));
        var transport = new RecordingTransport();
        transport.Answer = mail => mail.Id == first.Id && transport.Sent.Count(id => id == first.Id) == 1
            ? new Delivery(DeliveryResult.Deferred, "452 plus tard")
            : Delivery.Accepted;
        await using var services = Services(database, transport);
        await AddAsync(services, second, first, elsewhere, neighbour);

        await RunAsync(services);
        Assert.Equal(new[] { elsewhere.Id, neighbour.Id }.Order(), transport.Sent.Skip(1).Order());

        clock.Advance(OutgoingMail.RetryLadder[0]);
        await RunAsync(services);
        Assert.Equal([first.Id, second.Id], transport.Sent.Skip(3));
    }

    [Theory]
    [EngineData]
    public async Task What_waits_for_the_morning_holds_back_nothing_of_the_night_and_leaves_first_from_then_on(Engine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        var about = new Subject(ApplicationSubject.SubjectCode, Guid.CreateVersion7());
        var (quiet, direct, later) = (MailSamples.Mail(about: about), MailSamples.Mail(about: about, at: MailSamples.Now.AddMinutes(1)), MailSamples.Mail(about: about, at: MailSamples.Now.AddHours(8)));
        quiet.WaitForMorning(MailSamples.Now.AddHours(8));
        var transport = new RecordingTransport();
        await using var services = Services(database, transport);
        await AddAsync(services, quiet, direct, later);

        clock.Advance(TimeSpan.FromMinutes(1));
        await RunAsync(services);
        Assert.Equal([direct.Id], transport.Sent);
        Assert.Equal(MailSamples.Now.AddHours(8), await NextDueAsync(services));
        clock.Advance(TimeSpan.FromHours(8));
        await RunAsync(services);
        await RunAsync(services);
        Assert.Equal([direct.Id, quiet.Id, later.Id], transport.Sent);
    }

    [Theory]
    [EngineData]
    public async Task An_incident_does_not_hold_back_the_following_mail(Engine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        var about = new Subject(ProductSubject.SubjectCode, Guid.CreateVersion7());
        var first = MailSamples.Mail(about: about, at: MailSamples.Now.AddMinutes(-2));
        var second = MailSamples.Mail(about: about, at: MailSamples.Now.AddMinutes(-1));
        var transport = new RecordingTransport { Answer = mail => mail.Id == first.Id ? new Delivery(DeliveryResult.Refused, "550", IsFinal: true) : Delivery.Accepted };
        await using var services = Services(database, transport);
        await AddAsync(services, first, second);

        await RunAsync(services);

        Assert.Equal([first.Id, second.Id], transport.Sent);
    }

    [Theory]
    [EngineData]
    public async Task Who_counts_mails_and_fails_has_none_sent_twice(Engine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        var transport = new RecordingTransport();
        await using var services = Services(database, transport);
        await AddAsync(services, MailSamples.Mail());
        using var test = new System.Diagnostics.Activity("counted").Start();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, to) =>
        {
            if (instrument.Meter.Name == FabriqueTelemetry.Name && instrument.Name == OutboxSource.InstrumentName)
            {
                to.EnableMeasurementEvents(instrument);
            }
        };
        var counted = 0;
        listener.SetMeasurementEventCallback<long>((_, _, _, _) =>
        {
            // Other tests send mails meanwhile.
            if (System.Diagnostics.Activity.Current?.TraceId == test.TraceId)
            {
                counted++;
                throw new InvalidOperationException("Non.");
            }
        });
        listener.Start();

        await RunAsync(services);
        clock.Advance(OutgoingMail.RetryLadder[0]);
        await RunAsync(services);

        Assert.Single(transport.Sent);
        Assert.Equal(1, counted);
        Assert.Equal(MailStatus.Sent, Assert.Single(await MailsAsync(services)).Status);
    }

    [Theory]
    [EngineData]
    public async Task An_outage_is_charged_to_no_mail_and_everything_leaves_once_in_order_when_it_is_over(Engine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        var isDown = true;
        var transport = new RecordingTransport { Answer = _ => isDown ? new Delivery(DeliveryResult.Unreachable, "Le serveur ne répond pas.") : Delivery.Accepted };
        await using var services = Services(database, transport);
        var about = new Subject(ApplicationSubject.SubjectCode, Guid.CreateVersion7());
        var mails = Enumerable.Range(0, 120).Select(number => MailSamples.Mail(number % 2 == 0 ? "eloise@ministere.example" : $"personne{number}@ministere.example", about: about, at: MailSamples.Now.AddSeconds(number))).ToArray();
        clock.Advance(TimeSpan.FromMinutes(3));
        await AddAsync(services, mails);

        // Two days, as the job runs: each time it is due, and at once again.
        var began = clock.GetUtcNow();
        var tries = 0;
        while (clock.GetUtcNow() < began.AddDays(2))
        {
            await RunAsync(services);
            await RunAsync(services);
            Assert.Equal(++tries, transport.Sent.Count);
            clock.SetUtcNow(new DateTimeOffset((await NextDueAsync(services))!.Value, TimeSpan.Zero));
        }

        Assert.InRange(tries, 200, 300);
        Assert.All(await MailsAsync(services), mail => Assert.Equal((MailStatus.Pending, 0), (mail.Status, mail.Attempts)));
        Assert.Equal(began.UtcDateTime, (await RelayAsync(services)).HeldSince);

        isDown = false;
        await RunAsync(services);

        var sent = transport.Sent.Skip(tries).ToList();
        Assert.Equal(120, sent.Count);
        Assert.Equal(120, sent.Distinct().Count());
        Assert.Equal(mails.Where(mail => mail.ToAddress.StartsWith("eloise", StringComparison.Ordinal)).Select(mail => mail.Id), sent.Where(id => mails.Single(mail => mail.Id == id).ToAddress.StartsWith("eloise", StringComparison.Ordinal)));
        Assert.All(await MailsAsync(services), mail => Assert.Equal(MailStatus.Sent, mail.Status));
        Assert.False((await RelayAsync(services)).IsHeld);
    }

    [Theory]
    [EngineData]
    public async Task What_only_one_mail_meets_is_its_own_fault(Engine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        await using var server = new ScriptedSmtp();
        // It relays for the ministry only, and hangs up on one of its people.
        server.Answer = line => line.StartsWith("RCPT", StringComparison.Ordinal) && line.Contains("@ailleurs.example", StringComparison.Ordinal) ? "554 5.7.1 Relay access denied"
            : line.StartsWith("RCPT", StringComparison.Ordinal) && line.Contains("poison@", StringComparison.Ordinal) ? ScriptedSmtp.Cut
            : null;
        using var transport = new SmtpTransport(SmtpTransportTests.InClear(server));
        await using var services = Services(database, transport);
        string[] addresses = ["a@ailleurs.example", "b@ailleurs.example", "poison@ministere.example", .. Enumerable.Range(0, 20).Select(number => $"personne{number}@ministere.example")];
        await AddAsync(services, [.. addresses.Select((address, number) => MailSamples.Mail(address, at: MailSamples.Now.AddMinutes(-60).AddSeconds(number)))]);

        await RunAsync(services);
        Assert.All(await MailsAsync(services), mail => Assert.Equal((MailStatus.Pending, 0), (mail.Status, mail.Attempts)));
        Assert.True((await RelayAsync(services)).IsHeld);

        // Ten minutes on, everybody else has theirs, and the queue is not held by those three.
        for (var minute = 0; minute < 10; minute++)
        {
            clock.Advance(TimeSpan.FromMinutes(1));
            await RunAsync(services);
        }

        var mails = await MailsAsync(services);
        Assert.Equal(20, server.Messages.Count);
        Assert.Equal([.. addresses[3..].Order(StringComparer.Ordinal)], mails.Where(mail => mail.Status is MailStatus.Sent).Select(mail => mail.ToAddress).Order(StringComparer.Ordinal));
        Assert.All(mails.Where(mail => mail.ToDomain == "ailleurs.example"), mail => Assert.Equal((MailStatus.Failed, "554 5.7.1 Relay access denied"), (mail.Status, mail.LastError)));
        var poison = mails.Single(mail => mail.ToAddress.StartsWith("poison", StringComparison.Ordinal));
        Assert.True(poison is { Status: MailStatus.Pending, Attempts: > 0 });
        Assert.False((await RelayAsync(services)).IsHeld);
    }

    [Theory]
    [EngineData]
    public async Task An_account_that_is_missing_holds_the_queue_until_it_is_there(Engine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        await using var server = new ScriptedSmtp();
        server.Answer = line => line.StartsWith("MAIL", StringComparison.Ordinal) ? "530 5.7.0 Authentication required" : null;
        using var transport = new SmtpTransport(SmtpTransportTests.InClear(server));
        await using var services = Services(database, transport);
        await AddAsync(services, MailSamples.Mail(at: MailSamples.Now.AddMinutes(-2)), MailSamples.Mail(at: MailSamples.Now.AddMinutes(-1)));

        await RunAsync(services);
        clock.Advance(MailRelay.Ladder[0]);
        await RunAsync(services);

        Assert.Equal((2, "5.7.0 Authentication required"), ((await RelayAsync(services)).Attempts, (await RelayAsync(services)).Error));
        server.Answer = _ => null;
        clock.Advance(MailRelay.Ladder[1]);
        await RunAsync(services);
        Assert.All(await MailsAsync(services), mail => Assert.Equal((MailStatus.Sent, 0), (mail.Status, mail.Attempts)));
    }

    [Theory]
    [EngineData]
    public async Task A_cut_connection_is_repaired_by_the_next_rung_under_the_same_Message_Id(Engine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        await using var server = await SmtpServer.StartAsync(cuts: 1);
        using var transport = new SmtpTransport(SmtpTransportTests.OptionsFor(server.Port, server.CaFile));
        await using var services = Services(database, transport);
        await AddAsync(services, MailSamples.Mail(), MailSamples.Mail("inconnu@ministere.example"));

        await RunAsync(services);
        clock.Advance(OutgoingMail.RetryLadder[0]);
        await RunAsync(services);

        using var first = await SmtpTransportTests.ReadAsync(await server.NextAsync());
        using var second = await SmtpTransportTests.ReadAsync(await server.NextAsync());
        Assert.Equal(first.MessageId, second.MessageId);
        Assert.Equal([MailStatus.Sent, MailStatus.Failed], (await MailsAsync(services)).OrderBy(mail => mail.ToAddress).Select(mail => mail.Status));
    }

    [Theory]
    [EngineData]
    public async Task A_mail_whose_composition_throws_is_counted_and_ends_as_an_incident_beside_the_others(Engine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        var broken = MailSamples.Mail(at: MailSamples.Now.AddMinutes(-2));
        var transport = new RecordingTransport { Answer = mail => mail.Id == broken.Id ? throw new FormatException("Adresse illisible.") : Delivery.Accepted };
        await using var services = Services(database, transport);
        var other = MailSamples.Mail("voisine@ministere.example");
        await AddAsync(services, broken, other);

        foreach (var wait in OutgoingMail.RetryLadder)
        {
            await RunAsync(services);
            Assert.Equal(clock.GetUtcNow().UtcDateTime + wait, await NextDueAsync(services));
            clock.Advance(wait);
        }

        await RunAsync(services);

        var mails = await MailsAsync(services);
        Assert.Equal(MailStatus.Sent, mails.Single(mail => mail.Id == other.Id).Status);
        var failed = mails.Single(mail => mail.Id == broken.Id);
        Assert.Equal((MailStatus.Failed, OutgoingMail.RetryLadder.Count + 1), (failed.Status, failed.Attempts));
        Assert.Equal("FormatException\u00a0: Adresse illisible.", failed.LastError);
    }

    [Theory]
    [EngineData]
    public async Task A_mail_that_never_ends_is_given_up_and_the_next_run_sends_the_others(Engine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        var hung = MailSamples.Mail(at: MailSamples.Now.AddMinutes(-2));
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var answer = new TaskCompletionSource<Delivery>(TaskCreationOptions.RunContinuationsAsynchronously);
        var transport = new RecordingTransport();
        transport.AnswerAsync = mail =>
        {
            if (mail.Id != hung.Id)
            {
                return Task.FromResult(Delivery.Accepted);
            }

            begun.SetResult();
            return answer.Task;
        };
        await using var services = Services(database, transport);
        var other = MailSamples.Mail("voisine@ministere.example");
        await AddAsync(services, hung, other);

        var run = RunAsync(services);
        await begun.Task;
        clock.Advance(TimeSpan.FromSeconds(90));
        await run;
        Assert.Equal([hung.Id], transport.Sent);
        await RunAsync(services);

        Assert.Equal([hung.Id, other.Id], transport.Sent);
        var given = (await MailsAsync(services)).Single(mail => mail.Id == hung.Id);
        Assert.Equal((MailStatus.Pending, 1, "Abandonné après 90 secondes sans réponse."), (given.Status, given.Attempts, given.LastError));
    }

    /// <summary>A sender that is killed while a mail leaves.</summary>
    private async Task DieAsync(TestDatabase database, TimeProvider time)
    {
        using var kill = new CancellationTokenSource();
        var dying = new RecordingTransport
        {
            AnswerAsync = async _ =>
            {
                await kill.CancelAsync();
                throw new OperationCanceledException("The process was killed.");
            },
        };
        await using var killed = Services(database, dying, time);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => RunAsync(killed, kill.Token));
        Assert.Single(dying.Sent);
    }

    private static TimeSpan Lease { get; } = TimeSpan.FromMinutes(2);

    [Theory]
    [EngineData]
    public async Task No_more_than_so_many_leave_in_a_minute_towards_one_domain_and_none_is_charged_for_it(Engine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        var transport = new RecordingTransport();
        await using var services = Services(database, transport, mostPerMinute: 2);
        await AddAsync(services, [.. Enumerable.Range(0, 5).Select(number => MailSamples.Mail($"personne{number}@ministere.example")), MailSamples.Mail("ailleurs@autre.example")]);

        await RunAsync(services);
        Assert.Equal(3, transport.Sent.Count);
        await RunAsync(services);
        Assert.Equal(3, transport.Sent.Count);
        Assert.Equal(MailSamples.Now.AddMinutes(1), await NextDueAsync(services));
        foreach (var _ in Enumerable.Range(0, 2))
        {
            clock.Advance(TimeSpan.FromMinutes(1));
            await RunAsync(services);
        }

        Assert.Equal(6, transport.Sent.Count);
        Assert.All(await MailsAsync(services), mail => Assert.Equal((MailStatus.Sent, 0), (mail.Status, mail.Attempts)));
    }

    private ServiceProvider Services(TestDatabase database, IMailTransport transport, TimeProvider? time = null, int? mostPerMinute = null) => database.Services(services => services
        .AddSingleton(time ?? clock)
        .AddLogging()
        .AddSingleton(MailSamples.Renderer)
        .AddSingleton(transport)
        .AddSingleton(new MailPace(new MailOptions { MostPerMinute = mostPerMinute }))
        .AddSingleton(MailSamples.Options)
        .AddScoped<OrganisationReader>()
        .AddScoped<QuietNights>()
        .AddScoped<Outbox>()
        .AddDueItems<OutboxSource>()
        .AddScoped<DueItemsJob<OutboxSource>>());

    private static async Task RunAsync(ServiceProvider services, CancellationToken? stop = null)
    {
        await using var scope = services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<DueItemsJob<OutboxSource>>().RunAsync(stop ?? TestContext.Current.CancellationToken);
    }

    private static async Task<DateTime?> NextDueAsync(ServiceProvider services)
    {
        await using var scope = services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<DueItemsJob<OutboxSource>>().NextDueAsync(TestContext.Current.CancellationToken);
    }

    private static async Task AddAsync(ServiceProvider services, params OutgoingMail[] mails)
    {
        await using var scope = services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<FabriqueDbContext>();
        db.OutgoingMails.AddRange(mails);
        await db.SaveChangesAsync();
    }

    private static async Task<List<OutgoingMail>> MailsAsync(ServiceProvider services)
    {
        await using var scope = services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<FabriqueDbContext>().OutgoingMails.AsNoTracking().ToListAsync();
    }

    private static async Task<MailRelay> RelayAsync(ServiceProvider services)
    {
        await using var scope = services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<FabriqueDbContext>().MailRelays.AsNoTracking().SingleAsync();
    }

    private sealed class RecordingTransport : IMailTransport
    {
        private readonly ConcurrentQueue<Guid> sent = new();

        public IReadOnlyList<Guid> Sent => [.. sent];

        public Func<OutgoingMail, Delivery> Answer { get; set; } = _ => Delivery.Accepted;

        public Func<OutgoingMail, Task<Delivery>>? AnswerAsync { get; set; }

        public Task<Delivery> DeliverAsync(OutgoingMail mail, CancellationToken cancellationToken)
        {
            sent.Enqueue(mail.Id);
            return AnswerAsync?.Invoke(mail) ?? Task.FromResult(Answer(mail));
        }
    }
}
