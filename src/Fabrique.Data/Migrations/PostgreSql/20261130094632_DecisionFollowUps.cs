using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Fabrique.Data.Migrations.PostgreSql
{
    /// <inheritdoc />
    public partial class DecisionFollowUps : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<int>(
                name: "answer_days",
                table: "decision_batches",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<DateTime>(
                name: "accepted_at",
                table: "batched_decisions",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<DateTime>(
                name: "replied_at",
                table: "batched_decisions",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "replied_by_id",
                table: "batched_decisions",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "reply",
                table: "batched_decisions",
                type: "character varying(4000)",
                maxLength: 4000,
                nullable: true);

            migrationBuilder.AddColumn<DateTime>(
                name: "talk_asked_at",
                table: "batched_decisions",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "talk_asked_by_id",
                table: "batched_decisions",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "talk_wish",
                table: "batched_decisions",
                type: "character varying(1000)",
                maxLength: 1000,
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "ix_batched_decisions_replied_by_id",
                table: "batched_decisions",
                column: "replied_by_id");

            migrationBuilder.CreateIndex(
                name: "ix_batched_decisions_talk_asked_by_id",
                table: "batched_decisions",
                column: "talk_asked_by_id");

            migrationBuilder.AddCheckConstraint(
                name: "ck_batched_decision_replied",
                table: "batched_decisions",
                sql: "(reply is null) = (replied_at is null)");

            migrationBuilder.AddCheckConstraint(
                name: "ck_batched_decision_talk",
                table: "batched_decisions",
                sql: "(talk_wish is null) = (talk_asked_at is null)");

            migrationBuilder.AddForeignKey(
                name: "fk_batched_decisions_replied_by_id",
                table: "batched_decisions",
                column: "replied_by_id",
                principalTable: "staff_members",
                principalColumn: "id",
                onDelete: ReferentialAction.Restrict);

            migrationBuilder.AddForeignKey(
                name: "fk_batched_decisions_talk_asked_by_id",
                table: "batched_decisions",
                column: "talk_asked_by_id",
                principalTable: "staff_members",
                principalColumn: "id",
                onDelete: ReferentialAction.Restrict);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropForeignKey(
                name: "fk_batched_decisions_replied_by_id",
                table: "batched_decisions");

            migrationBuilder.DropForeignKey(
                name: "fk_batched_decisions_talk_asked_by_id",
                table: "batched_decisions");

            migrationBuilder.DropIndex(
                name: "ix_batched_decisions_replied_by_id",
                table: "batched_decisions");

            migrationBuilder.DropIndex(
                name: "ix_batched_decisions_talk_asked_by_id",
                table: "batched_decisions");

            migrationBuilder.DropCheckConstraint(
                name: "ck_batched_decision_replied",
                table: "batched_decisions");

            migrationBuilder.DropCheckConstraint(
                name: "ck_batched_decision_talk",
                table: "batched_decisions");

            migrationBuilder.DropColumn(
                name: "answer_days",
                table: "decision_batches");

            migrationBuilder.DropColumn(
                name: "accepted_at",
                table: "batched_decisions");

            migrationBuilder.DropColumn(
                name: "replied_at",
                table: "batched_decisions");

            migrationBuilder.DropColumn(
                name: "replied_by_id",
                table: "batched_decisions");

            migrationBuilder.DropColumn(
                name: "reply",
                table: "batched_decisions");

            migrationBuilder.DropColumn(
                name: "talk_asked_at",
                table: "batched_decisions");

            migrationBuilder.DropColumn(
                name: "talk_asked_by_id",
                table: "batched_decisions");

            migrationBuilder.DropColumn(
                name: "talk_wish",
                table: "batched_decisions");
        }
    }
}
