//! The table of scenarios. A scenario is an async function whose name states the rule.

mod android;
mod belongings;
mod card;
mod choices;
mod clicks;
mod deaths;
mod deceits;
mod full_storage;
mod hostile;
mod hostile_lists;
mod keyboard;
pub mod light;
mod lists;
mod offers;
mod on_the_way;
mod portals;
mod proofs;
mod searches;
mod silence;
pub mod steps;
mod storage;
mod stores;
mod surfaces;
mod tokens;

use crate::{runner::Scenario, scenarios};

pub const ALL: &[Scenario] = scenarios![
    offers::cold_install_to_first_offer,
    offers::the_card_shows_on_a_listed_store_and_nothing_runs_elsewhere,
    offers::toolbar_mode_lights_the_button_without_site_access,
    offers::cash_and_points_say_the_same_amount,
    offers::a_search_in_the_popup_finds_stores,
    card::the_card_stays_where_it_was_dragged,
    card::a_folded_card_is_a_pill_until_it_is_opened,
    card::no_card_comes_on_a_step_of_paying_and_the_popup_says_why,
    card::no_more_cards_come_in_a_day_than_the_shopper_wants,
    card::silence_has_a_time_and_can_be_found_and_undone,
    card::neither_card_nor_lit_button_stays_behind,
    clicks::one_trusted_click_goes_out_lands_and_ticks,
    clicks::a_synthetic_click_is_refused,
    clicks::a_purchase_is_reported_and_shows_as_balance,
    clicks::the_background_may_stop_between_any_two_steps,
    clicks::signing_in_from_the_card_continues_the_click,
    android::a_sign_in_in_a_tab_goes_on_although_the_background_dies => "android",
    android::a_sign_in_in_a_tab_needs_no_site_access => "android",
    android::a_sign_in_in_a_tab_ends_when_the_popup_is_opened_there => "android",
    clicks::signing_out_forgets_the_account,
    hostile::a_hostile_page_neither_breaks_nor_presses_the_card,
    hostile::a_card_that_was_put_elsewhere_takes_no_press,
    hostile::a_flood_of_addresses_is_reported_one_at_a_time_and_the_last_counts,
    hostile::a_flood_of_addresses_ends_with_the_last_one_in_toolbar_mode,
    hostile::frames_say_nothing_and_a_giant_page_has_its_card,
    silence::a_referral_in_the_address_silences_button_and_card,
    silence::a_redirect_through_a_network_silences_even_after_the_background_stopped,
    on_the_way::a_background_that_dies_between_hop_and_landing_is_silent_all_the_same,
    on_the_way::a_page_that_is_left_takes_no_evidence_from_the_next_one,
    on_the_way::a_referral_in_a_page_rendered_ahead_silences,
    silence::a_chain_of_redirects_in_another_tab_silences_the_store_everywhere,
    silence::toolbar_mode_is_silent_after_a_redirect_from_anywhere,
    silence::no_request_leaves_before_the_click_but_the_list,
    light::two_hundred_pages_that_are_not_stores_run_nothing_of_ours,
    lists::a_tampered_list_is_refused_and_the_old_one_kept,
    lists::a_new_list_is_taken_and_shown,
    lists::newer_rules_come_with_the_list_and_silence,
    lists::a_whole_list_wakes_in_a_moment,
    portals::a_portal_is_added_by_link_compared_and_removed,
    portals::a_list_about_somebody_elses_portal_opens_its_own_page,
    portals::whatever_a_list_server_does_the_good_list_stays,
    portals::without_site_access_a_list_must_say_who_may_read_it,
    portals::a_snapshot_that_arrives_wrong_is_never_taken,
    portals::heads_of_yesterday_of_a_twin_and_of_others_are_refused_by_name,
    portals::rotated_keys_are_followed_and_a_delta_is_taken,
    hostile_lists::names_of_a_list_are_text_and_turn_no_figures,
    hostile_lists::one_portal_learns_nothing_of_another,
    hostile_lists::one_portal_is_not_given_the_sign_in_of_another,
    deaths::settings_stay_although_the_background_dies_after_each,
    deaths::a_list_is_taken_although_the_background_dies_at_each_step,
    deaths::an_alarm_that_wakes_the_background_is_followed_by_the_look,
    deaths::signing_in_survives_the_death_of_the_background,
    deaths::a_referral_is_remembered_although_the_background_dies_after_each_visit,
    storage::whatever_is_damaged_is_put_right,
    storage::a_memory_that_cannot_be_read_is_kept_aside,
    storage::a_store_that_cannot_be_opened_is_silence,
    full_storage::a_full_store_begins_nothing_that_must_be_remembered,
    proofs::receipts_say_what_was_done_and_can_be_checked_by_anyone,
    proofs::the_self_test_finds_the_installed_rules_as_expected,
    proofs::what_it_costs_is_measured_when_the_shopper_asks,
    proofs::a_referral_after_activation_turns_the_trips_light_red,
    proofs::the_name_of_a_networks_cookie_silences_where_we_may_look,
    belongings::a_trip_is_told_from_promise_to_payout,
    belongings::a_claim_reaches_the_portal_once,
    belongings::every_request_stands_in_the_privacy_log,
    choices::everything_is_taken_along_and_deleted,
    choices::deleting_everything_ends_the_sign_in_at_every_portal,
    tokens::a_portal_that_does_not_answer_holds_up_no_other,
    tokens::a_sign_out_is_carried_out_although_the_background_dies,
    choices::choices_travel_only_when_the_shopper_wants_it,
    choices::both_parts_of_a_time_are_set_by_arrow_keys,
    choices::an_organisation_lays_down_a_portal_and_the_way_of_announcing,
    belongings::the_popup_opens_in_a_moment_from_a_stopped_background,
    searches::results_are_labelled_once_switched_on_and_never_while_stood_down,
    keyboard::the_popup_works_with_the_keyboard_alone,
    keyboard::the_settings_work_with_the_keyboard_alone,
    keyboard::the_first_page_works_with_the_keyboard_alone,
    keyboard::the_page_of_trips_works_with_the_keyboard_alone,
    keyboard::the_card_works_with_the_keyboard_alone,
    surfaces::the_card,
    surfaces::the_card => "ar",
    surfaces::the_popup,
    surfaces::the_popup => "ar",
    surfaces::the_trips,
    surfaces::the_trips => "ar",
    surfaces::the_pages,
    surfaces::the_pages => "ar",
    stores::a_store_is_told_in_full_with_what_a_purchase_earns,
    stores::the_card_shows_what_stacks_and_warns_of_codes_from_elsewhere,
    stores::a_slip_is_forgiven_and_a_boost_counts_down,
    stores::a_rise_is_told_by_a_notification_and_drawn_as_history,
    surfaces::the_contact_sheet, // last, as it shows what all the others pictured
];
